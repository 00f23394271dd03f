import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { random } from '../../src/core/random.ts';
import { expressions } from '../../src/data/expressions.ts';
import { captionTokenizer } from '../../src/pretrain/caption-tokenizer.ts';
import { captionSentences, drawCaption, mixedCaption, pureCaption } from '../../src/pretrain/captions/captions.ts';
import { expressionWords } from '../../src/pretrain/captions/expression-words.ts';
import { facialCues } from '../../src/pretrain/captions/facial-cues.ts';
import { heldOutPhrases } from '../../src/pretrain/captions/held-out-phrases.ts';
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

test('every expression has nouns, adjectives, doings, five cues and situations', () => {
  for (const expression of expressions) {
    for (const list of Object.values(expressionWords[expression])) assert.ok(list.length >= 7, expression);
    assert.equal(facialCues[expression].length, 5);
    assert.ok(situations[expression].length >= 10);
  }
});

test('no held-out phrase is a caption, nor a situation', () => {
  const known = new Set(captionSentences(random(1), 3000).map(([text]) => text));
  for (const [phrase] of heldOutPhrases) assert.ok(!known.has(phrase), phrase);
  const told = Object.values(situations).flat();
  for (const [phrase] of heldOutPhrases) assert.ok(!told.some((situation) => phrase.includes(situation)), phrase);
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
