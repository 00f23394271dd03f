import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faceAndNextWords, faceWords, wholePercent } from '../../src/evaluate/face-words.ts';

const words = (confidence: number, unsure = false) => faceWords({ expression: 'fear', confidence, unsure });

test('the words name the expression and a whole per cent', () => {
  assert.equal(words(0.934), 'fear 93 %');
  assert.equal(words(1), 'fear 100 %');
});

test('no number rounds to certainty', () => {
  assert.equal(words(0.9962), 'fear over 99 %');
  assert.equal(words(0.9949), 'fear 99 %');
  assert.equal(words(0.004), 'fear under 1 %');
  assert.equal(wholePercent(0), '0 %');
  assert.equal(wholePercent(Number.NaN), '–');
});

test('a face below the threshold is unsure, and one that is too small has no answer', () => {
  assert.equal(words(0.32, true), 'unsure, perhaps fear 32 %');
  assert.equal(faceWords({ expression: 'fear', confidence: 0.996, unsure: true, status: 'too-small' }), 'too small');
});

test('the next most probable follows, where there is an answer', () => {
  const face = { expression: 'fear', confidence: 0.6, unsure: false };
  assert.equal(faceAndNextWords(face, { neutral: 0.1, anger: 0.3, fear: 0.6 }), 'fear 60 %, then anger 30 %');
  assert.equal(faceAndNextWords({ ...face, status: 'too-small' }, { fear: 0.6, anger: 0.4 }), 'too small');
  assert.equal(faceAndNextWords(face, { fear: 0.6 }), 'fear 60 %');
});
