import assert from 'node:assert/strict';
import test from 'node:test';
import { chance, count, measure, percent, percentRange, points, score, shorten } from '../../src/report/figures.ts';

test('writes rates as per cent with one decimal', () => {
  assert.equal(percent(0.6384), '63.8%');
  assert.equal(percentRange([0.612, 0.664]), '61.2–66.4%');
  assert.equal(points(0.226), '+22.6');
  assert.equal(points(-0.01), '−1.0');
});

test('writes counts, scores and measures', () => {
  assert.equal(count(12271), '12,271');
  assert.equal(score(0.12345), '0.123');
  assert.deepEqual([measure(0), measure(0.41234), measure(12.5), measure(1234)], ['0', '0.412', '12.5', '1234']);
  assert.deepEqual([measure(0.0000096), measure(123456)], ['9.6e-6', '1.2e+5']);
});

test('writes the chance of a difference, a small one as a bound', () => {
  assert.equal(chance(0.0312), 'p = 0.031');
  assert.equal(chance(0.00001), 'p < 0.001');
});

test('writes a dash for what is no number, null of a JSON file included', () => {
  for (const unknown of [Number.NaN, Number.POSITIVE_INFINITY, undefined, null]) {
    for (const write of [percent, points, count, measure, score, chance]) assert.equal(write(unknown), '–');
  }
  assert.equal(percentRange([Number.NaN, 1]), '–');
  assert.equal(percentRange([null, null] as unknown as [number, number]), '–');
});

test('shortens by characters, never through the middle of one', () => {
  assert.equal(shorten('surprise', 8), 'surprise');
  assert.equal(shorten('surprised', 8), 'surpris…');
  assert.equal(shorten('🙂🙂🙂', 2), '🙂…');
});
