import assert from 'node:assert/strict';
import test from 'node:test';
import {
  count,
  measure,
  percent,
  percentRange,
  pValue,
  score,
  shorten,
  signedPoints,
} from '../../src/report/text/numbers.ts';

test('formats rates as percentages with one decimal', () => {
  assert.equal(percent(0.6384), '63.8%');
  assert.equal(percentRange([0.612, 0.664]), '61.2–66.4%');
  assert.equal(signedPoints(0.226), '+22.6');
  assert.equal(signedPoints(-0.01), '−1.0');
});

test('formats counts, scores and quantities', () => {
  assert.equal(count(12271), '12,271');
  assert.equal(score(0.12345), '0.123');
  assert.deepEqual([measure(0), measure(0.41234), measure(12.5), measure(1234)], ['0', '0.412', '12.5', '1234']);
  assert.deepEqual([measure(0.0000096), measure(123456)], ['9.6e-6', '1.2e+5']);
});

test('formats p-values, small ones as a bound', () => {
  assert.equal(pValue(0.0312), 'p = 0.031');
  assert.equal(pValue(0.00001), 'p < 0.001');
});

test('formats anything that is not a finite number as a dash, including null', () => {
  for (const unknown of [Number.NaN, Number.POSITIVE_INFINITY, undefined, null]) {
    for (const write of [percent, signedPoints, count, measure, score, pValue]) assert.equal(write(unknown), '–');
  }
  assert.equal(percentRange([Number.NaN, 1]), '–');
  assert.equal(percentRange([null, null] as unknown as [number, number]), '–');
});

test('truncates text between characters, never within one', () => {
  assert.equal(shorten('surprise', 8), 'surprise');
  assert.equal(shorten('surprised', 8), 'surpris…');
  assert.equal(shorten('🙂🙂🙂', 2), '🙂…');
});
