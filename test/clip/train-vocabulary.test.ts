// A vocabulary from sentences: its form, what it learns first, and that it cannot depend on order.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTokenizer } from '../../src/clip/tokenizer.ts';
import { trainVocabulary } from '../../src/clip/train-vocabulary.ts';

const sentences: [string, number][] = [
  ['a photo of a happy face', 40],
  ['a photo of a sad face', 30],
  ["she's surprised, her eyebrows are raised", 5],
  ['Café naïve 笑顔', 1],
];

test('has the bytes first, in the order of CLIP, and the special tokens last', () => {
  const { vocab } = trainVocabulary(sentences, 560).model;
  const clip = JSON.parse(readFileSync(new URL('../golden/tokenizer/vocab.json', import.meta.url), 'utf8'));
  const tokens = Object.keys(vocab).sort((a, b) => vocab[a]! - vocab[b]!);
  assert.equal(tokens.length, 560);
  assert.deepEqual(tokens.slice(0, 3), ['!', '"', '#']);
  assert.deepEqual(new Set(tokens.slice(0, 512)), new Set(Object.keys(clip).slice(0, 512)));
  assert.deepEqual(
    tokens.slice(256, 512),
    tokens.slice(0, 256).map((token) => `${token}</w>`),
  );
  assert.deepEqual(tokens.slice(-2), ['<|startoftext|>', '<|endoftext|>']);
});

test('learns the most frequent pair first, ties by the smaller ids', () => {
  // Pairs: "fa" 70 "ac" 70 "ce</w>" 70 "ph".. 70 "ha" 40: of the pairs that occur 70 times the smallest ids are those of "a" and "c".
  assert.equal(trainVocabulary(sentences, 515).model.merges[0], 'a c');
  assert.deepEqual(trainVocabulary([['bbb bbb ab ab ab', 1]], 517).model.merges, ['a b</w>', 'b b', 'bb b</w>']);
});

test('makes one token of a frequent word', () => {
  const tokenizer = createTokenizer(trainVocabulary(sentences, 700));
  assert.equal(tokenizer.words('happy').length, 1);
  assert.equal(tokenizer.words('a photo of a sad face').length, 6);
  assert.equal(tokenizer.textOf(tokenizer.words('surprised')[0]!), 'surprised');
});

test('ends where no pair is left', () => {
  const { vocab, merges } = trainVocabulary([['ab', 1]], 8192).model;
  assert.deepEqual(merges, ['a b</w>']);
  assert.equal(Object.keys(vocab).length, 515);
  assert.equal(Object.keys(trainVocabulary([], 600).model.vocab).length, 514);
});

test('gives the same for the same sentences in any order, and counts as repeats', () => {
  const text = JSON.stringify(trainVocabulary(sentences, 550));
  assert.equal(JSON.stringify(trainVocabulary([...sentences].reverse(), 550)), text);
  const repeated = sentences.flatMap(([sentence, count]) =>
    Array.from({ length: count }, () => [sentence, 1] as const),
  );
  assert.equal(JSON.stringify(trainVocabulary(repeated, 550)), text);
});

/** The plain algorithm: recount every pair each time. */
function slowMerges(words: readonly (readonly string[])[], rounds: number): string[] {
  let current = words;
  const merges: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const counts = new Map<string, number>();
    for (const word of current)
      for (let at = 1; at < word.length; at++) {
        const pair = `${word[at - 1]} ${word[at]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    const most = Math.max(...counts.values());
    const best = [...counts].filter(([, count]) => count === most).map(([pair]) => pair);
    // Which of equal pairs comes first depends on ids; only unambiguous rounds are compared.
    if (best.length !== 1) break;
    merges.push(best[0]!);
    const [left, right] = best[0]!.split(' ');
    current = current.map((word) => {
      const joined: string[] = [];
      for (let at = 0; at < word.length; at++) {
        const isPair = word[at] === left && word[at + 1] === right;
        joined.push(isPair ? `${left}${right}` : word[at]!);
        if (isPair) at++;
      }
      return joined;
    });
  }
  return merges;
}

test('learns what the plain algorithm learns, as long as no two pairs are equal', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[abc]{1,6}$/), { minLength: 1, maxLength: 30 }), (words) => {
      const pieces = words.map((word) =>
        Array.from(word, (letter, at) => (at === word.length - 1 ? `${letter}</w>` : letter)),
      );
      const slow = slowMerges(pieces, 8);
      const { merges } = trainVocabulary([[words.join(' '), 1]], 600).model;
      assert.deepEqual(merges.slice(0, slow.length), slow);
      compared += slow.length;
    }),
    { numRuns: 200 },
  );
  assert.ok(compared > 100);
});

test('encodes every text with the words it was trained on, byte by byte where it must', () => {
  const tokenizer = createTokenizer(trainVocabulary(sentences, 560));
  for (const text of ['zebra', '😀', 'Ω', '笑']) {
    const ids = tokenizer.words(text);
    assert.ok(ids.length > 0 && ids.every((id) => id < 558));
  }
  assert.equal(tokenizer.words('😀').length, 4);
});

test('refuses sizes below the bytes and above 8192', () => {
  for (const size of [513, 8193, 600.5])
    assert.throws(() => trainVocabulary(sentences, size), { code: 'tokenizer', message: /expected 514 to 8192/ });
});
