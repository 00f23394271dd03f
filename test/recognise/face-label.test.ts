import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faceLabel } from '../../src/recognise/face-label.ts';

const label = (confidence: number, unsure = false) => faceLabel({ expression: 'fear', confidence, unsure });

test('a label names the expression and a whole per cent', () => {
  assert.equal(label(0.934), 'fear 93 %');
  assert.equal(label(1), 'fear 100 %');
});

test('a label never rounds to certainty', () => {
  assert.equal(label(0.9962), 'fear over 99 %');
  assert.equal(label(0.9949), 'fear 99 %');
  assert.equal(label(0.004), 'fear under 1 %');
});

test('a face below the threshold is labelled as unsure', () => {
  assert.equal(label(0.32, true), 'unsure, perhaps fear 32 %');
});
