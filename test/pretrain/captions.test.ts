import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { random } from '../../src/core/random.ts';
import { type Expression, expressions } from '../../src/data/expressions.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { captionTokenizer } from '../../src/pretrain/caption-tokenizer.ts';
import { captionSentences, drawCaption, mixedCaption, pureCaption } from '../../src/pretrain/captions/captions.ts';
import { causes } from '../../src/pretrain/captions/causes.ts';
import { expressionWords } from '../../src/pretrain/captions/expression-words.ts';
import { facialCues } from '../../src/pretrain/captions/facial-cues.ts';
import { contentPairs, holdsHeldOut } from '../../src/pretrain/captions/held-out-pairs.ts';
import { heldOutPhrases } from '../../src/pretrain/captions/held-out-phrases.ts';
import { inflect } from '../../src/pretrain/captions/inflections.ts';
import { everyWord, phrases, wording } from '../../src/pretrain/captions/phrases.ts';
import { reactions } from '../../src/pretrain/captions/reactions.ts';
import { situations } from '../../src/pretrain/captions/situations.ts';
import { tinyConfiguration } from './tiny-faces.ts';

const draws = (count: number) => Array.from({ length: count }, (_, index) => drawCaption(random(7).split(index)));

test('shares of every caption sum to one', () => {
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

test('speaks of every expression about as often', () => {
  const counts = new Array<number>(8).fill(0);
  for (const { shares } of draws(2000)) counts[shares.indexOf(Math.max(...shares))]!++;
  for (const count of counts) assert.ok(count > 180 && count < 340, `${counts}`);
});

test('a caption of one expression gives it everything', () => {
  for (const [index, expression] of expressions.entries())
    assert.equal(pureCaption(expression, random(index)).shares[index], 1);
});

test('a mixture names two expressions and no third', () => {
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

test('captions are clean text: no double blanks, no blanks around them', () => {
  for (const { text } of draws(500)) assert.equal(text, text.trim().replace(/\s+/g, ' '));
});

/** The lists of one expression, as they are written. */
const written = (name: Expression) => [
  ...Object.values(expressionWords[name]).flat(),
  ...facialCues[name].flat(),
  ...situations[name],
  ...causes[name],
  ...Object.values(reactions[name]).flat(),
];
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

test('every expression has five cues and some hundred phrases of as many words as the others', () => {
  for (const name of expressions) {
    assert.equal(facialCues[name].length, 5);
    for (const list of Object.values(expressionWords[name])) assert.ok(list.length >= 25, name);
    assert.ok(situations[name].length >= 30, name);
    assert.ok(causes[name].length >= 25, name);
    assert.ok(written(name).length > 250, `${name} ${written(name).length}`);
    assert.ok(wordsOf(written(name)).size > 450, `${name} ${wordsOf(written(name)).size}`);
  }
});

test('choices are well written: brackets in pairs, no nesting, no comma inside', () => {
  for (const name of expressions)
    for (const phrase of written(name)) {
      assert.match(phrase, /^([^[\]|]|\[[^[\]]*\|[^[\]]*\])+$/, phrase);
      assert.equal(phrase, phrase.toLowerCase());
    }
});

test('a wording takes one alternative of each choice', () => {
  const said = new Set(Array.from({ length: 40 }, (_, seed) => wording('a [wide|broad|] smile', random(seed))));
  assert.deepEqual([...said].sort(), ['a broad smile', 'a smile', 'a wide smile']);
  assert.equal(everyWord('a [wide|broad|] smile'), 'a wide broad smile');
  assert.deepEqual(phrases(`one,\n  two\n  words, `), ['one', 'two words']);
});

test('verbs are inflected as English has it', () => {
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

test('seven or eight held-out phrases of each expression, each once', () => {
  assert.equal(new Set(heldOutPhrases.map(([phrase]) => phrase)).size, heldOutPhrases.length);
  for (const name of expressions) {
    const count = heldOutPhrases.filter(([, expression]) => expression === name).length;
    assert.ok(count >= 7 && count <= 8, `${name} ${count}`);
  }
});

test('content words are what is left without articles, persons and auxiliaries', () => {
  assert.deepEqual(contentPairs('A person who has just smelled something rotten'), ['smelled rotten']);
  assert.deepEqual(contentPairs('he is in a photo'), []);
});

test('a text with two neighbouring content words of a held-out phrase holds it', () => {
  for (const [phrase] of heldOutPhrases) assert.ok(holdsHeldOut(`people: ${phrase}!`), phrase);
  assert.ok(holdsHeldOut('a man who smelled the rotten fish'));
  assert.ok(!holdsHeldOut('a man who smelled the fish and found it rotten'));
});

test('no caption holds a held-out phrase, nor two of its content words side by side', () => {
  const heldOut = new Set(heldOutPhrases.flatMap(([phrase]) => contentPairs(phrase)));
  for (const { text } of draws(2000)) {
    for (const pair of contentPairs(text)) assert.ok(!heldOut.has(pair), text);
    for (const [phrase] of heldOutPhrases) assert.ok(!text.includes(phrase), text);
  }
});

test('most content words of the held-out phrases occur in captions of other content', () => {
  const known = wordsOf(captionSentences(random(1), 3000).map(([text]) => text));
  const asked = [...wordsOf(heldOutPhrases.flatMap(([phrase]) => contentPairs(phrase)))];
  assert.ok(asked.filter((word) => known.has(word)).length > 0.8 * asked.length);
});

test('the default descriptions are no held-out phrases, and captions know nearly all of their words', () => {
  const sentences = Object.values(defaultDescriptions).flat();
  const known = wordsOf(expressions.flatMap((name) => facialCues[name].flat()));
  for (const text of sentences) assert.ok(!holdsHeldOut(text), text);
  const asked = [...wordsOf(sentences)];
  const missing = asked.filter((word) => !known.has(word));
  assert.ok(missing.length < 0.05 * asked.length, missing.join(' '));
});

test('the plainest wordings of the cues are the first default description', () => {
  for (const name of expressions) {
    const plainest = facialCues[name].map(([first]) => first).join(', ');
    assert.ok(plainest.startsWith(defaultDescriptions[name]![0]!), name);
  }
});

test('the vocabulary keeps the names of the expressions whole', () => {
  const { tokenizer } = captionTokenizer(tinyConfiguration({ vocabulary: 3000 }));
  assert.ok(tokenizer.vocabularySize <= 3000);
  for (const expression of expressions) assert.equal(tokenizer.words(expression).length, 1, expression);
});

test('captions fit into CLIP positions', () => {
  const { tokenizer } = captionTokenizer(tinyConfiguration({ vocabulary: 3000 }));
  for (const { text } of draws(500)) assert.ok(tokenizer.encode(text).length <= 56, text);
});
