import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { random } from '../../src/core/random.ts';
import { type Expression, expressions } from '../../src/data/expressions.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { captionTokenizer } from '../../src/pretrain/captions/caption-tokenizer.ts';
import { captionSentences, drawCaption, mixedCaption, pureCaption } from '../../src/pretrain/captions/captions.ts';
import { containsHeldOut, contentPairs, heldOutPhrases } from '../../src/pretrain/captions/held-out.ts';
import { inflect } from '../../src/pretrain/captions/inflect.ts';
import { lexicon } from '../../src/pretrain/captions/lexicon.ts';
import { everyWord, wording } from '../../src/pretrain/captions/wording.ts';
import { tinyConfiguration } from './tiny-faces.ts';

const draws = (count: number) => Array.from({ length: count }, (_, index) => drawCaption(random(7).split(index)));

test('the shares of every caption sum to one', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { text, shares } = drawCaption(random(seed));
      assert.ok(text.trim().length > 0);
      assert.equal(shares.length, 8);
      assert.ok(shares.every((share) => share >= 0));
      assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-12);
    }),
  );
});

test('captions are about every expression equally often', () => {
  const counts = new Array<number>(8).fill(0);
  for (const { shares } of draws(2000)) counts[shares.indexOf(Math.max(...shares))]!++;
  for (const count of counts) assert.ok(count > 180 && count < 340, `${counts}`);
});

test('a caption about one expression gives it the whole share', () => {
  for (const [index, expression] of expressions.entries())
    assert.equal(pureCaption(expression, random(index)).shares[index], 1);
});

test('a mixture has shares of exactly two expressions', () => {
  for (let seed = 0; seed < 50; seed++) {
    const { shares } = mixedCaption('anger', 'disgust', random(seed));
    assert.equal(shares.filter((share) => share > 0).length, 2);
    assert.ok(shares[6]! >= 0.5);
  }
});

test('the same seed gives the same captions', () => {
  assert.deepEqual(draws(30), draws(30));
  assert.ok(new Set(draws(300).map(({ text }) => text)).size > 200);
});

test('a seed gives the captions that the shipped model was trained on', () => {
  const digest = createHash('sha256')
    .update(JSON.stringify(draws(2000)))
    .digest('hex');
  assert.equal(digest, 'f39b288be3e61d5258b9299be86d2f11c4afb885b7bc83ec3bfc314a7917d74a');
});

test('captions contain no double, leading or trailing spaces', () => {
  for (const { text } of draws(500)) assert.equal(text, text.trim().replace(/\s+/g, ' '));
});

/** Every phrase in the lexicon of one expression. */
const phrasesOf = (name: Expression) => Object.values(lexicon[name]).flat(2);
const wordsOf = (texts: Iterable<string>) =>
  new Set(
    Array.from(
      texts,
      (text) =>
        everyWord(text)
          .toLowerCase()
          .match(/[a-z'-]+/g) ?? [],
    ).flat(),
  );

test('every expression has five cues and a lexicon of comparable size', () => {
  for (const name of expressions) {
    assert.equal(lexicon[name].cues.length, 5);
    const { nouns, adjectives, verbs, doing } = lexicon[name];
    for (const list of [nouns, adjectives, verbs, doing]) assert.ok(list.length >= 25, name);
    assert.ok(lexicon[name].situations.length >= 30, name);
    assert.ok(lexicon[name].causes.length >= 25, name);
    assert.ok(phrasesOf(name).length > 250, `${name} ${phrasesOf(name).length}`);
    assert.ok(wordsOf(phrasesOf(name)).size > 450, `${name} ${wordsOf(phrasesOf(name)).size}`);
  }
});

test('choices are well formed: paired brackets, not nested, at least two alternatives', () => {
  for (const name of expressions)
    for (const phrase of phrasesOf(name)) {
      assert.match(phrase, /^([^[\]|]|\[[^[\]]*\|[^[\]]*\])+$/, phrase);
      assert.equal(phrase, phrase.toLowerCase());
    }
});

test('a wording takes one alternative of each choice', () => {
  const said = new Set(Array.from({ length: 40 }, (_, seed) => wording('a [wide|broad|] smile', random(seed))));
  assert.deepEqual([...said].sort(), ['a broad smile', 'a smile', 'a wide smile']);
  assert.equal(everyWord('a [wide|broad|] smile'), 'a wide broad smile');
});

test('verbs are inflected regularly, with irregular past tenses as given', () => {
  const forms = (verb: string) => Object.values(inflect(verb)).join(' / ');
  assert.equal(forms('grin'), 'grin / grins / grinned / grinning');
  assert.equal(forms('cry'), 'cry / cries / cried / crying');
  assert.equal(forms('enjoy'), 'enjoy / enjoys / enjoyed / enjoying');
  assert.equal(forms('smile'), 'smile / smiles / smiled / smiling');
  assert.equal(forms('fled:flee'), 'flee / flees / fled / fleeing');
  assert.equal(forms('gasp'), 'gasp / gasps / gasped / gasping');
  assert.equal(forms('kiss'), 'kiss / kisses / kissed / kissing');
  assert.equal(forms('repel'), 'repel / repels / repelled / repelling');
  assert.equal(forms('panic'), 'panic / panics / panicked / panicking');
  assert.equal(forms('wept:weep bitterly'), 'weep bitterly / weeps bitterly / wept bitterly / weeping bitterly');
});

test('every expression has seven or eight held-out phrases, all different', () => {
  assert.equal(new Set(heldOutPhrases.map(([phrase]) => phrase)).size, heldOutPhrases.length);
  for (const name of expressions) {
    const count = heldOutPhrases.filter(([, expression]) => expression === name).length;
    assert.ok(count >= 7 && count <= 8, `${name} ${count}`);
  }
});

test('content words exclude articles, nouns for people and auxiliaries', () => {
  assert.deepEqual(contentPairs('A person who has just smelled something rotten'), ['smelled rotten']);
  assert.deepEqual(contentPairs('he is in a photo'), []);
});

test('a text with two adjacent content words of a held-out phrase is recognised', () => {
  for (const [phrase] of heldOutPhrases) assert.ok(containsHeldOut(`people: ${phrase}!`), phrase);
  assert.ok(containsHeldOut('a man who smelled the rotten fish'));
  assert.ok(!containsHeldOut('a man who smelled the fish and found it rotten'));
});

test('no caption contains a held-out phrase or two of its adjacent content words', () => {
  const heldOut = new Set(heldOutPhrases.flatMap(([phrase]) => contentPairs(phrase)));
  for (const { text } of draws(2000)) {
    for (const pair of contentPairs(text)) assert.ok(!heldOut.has(pair), text);
    for (const [phrase] of heldOutPhrases) assert.ok(!text.includes(phrase), text);
  }
});

test('most content words of the held-out phrases occur in captions', () => {
  const known = wordsOf(captionSentences(random(1), 3000).map(([text]) => text));
  const asked = [...wordsOf(heldOutPhrases.flatMap(([phrase]) => contentPairs(phrase)))];
  assert.ok(asked.filter((word) => known.has(word)).length > 0.8 * asked.length);
});

test('default descriptions are not held out, and the cues contain nearly all of their words', () => {
  const sentences = Object.values(defaultDescriptions).flat();
  const known = wordsOf(expressions.flatMap((name) => lexicon[name].cues.flat()));
  for (const text of sentences) assert.ok(!containsHeldOut(text), text);
  const asked = [...wordsOf(sentences)];
  const missing = asked.filter((word) => !known.has(word));
  assert.ok(missing.length < 0.05 * asked.length, missing.join(' '));
});

test('the plainest wordings of the cues begin with the first default description', () => {
  for (const name of expressions) {
    const plainest = lexicon[name].cues.map(([first]) => first).join(', ');
    assert.ok(plainest.startsWith(defaultDescriptions[name]![0]!), name);
  }
});

test('the name of every expression is a single token', () => {
  const { tokenizer } = captionTokenizer(tinyConfiguration({ vocabulary: 3000 }));
  assert.ok(tokenizer.vocabularySize <= 3000);
  for (const expression of expressions) assert.equal(tokenizer.words(expression).length, 1, expression);
});

test('captions fit into the positions of the text tower', () => {
  const { tokenizer } = captionTokenizer(tinyConfiguration({ vocabulary: 3000 }));
  for (const { text } of draws(500)) assert.ok(tokenizer.encode(text).length <= 56, text);
});
