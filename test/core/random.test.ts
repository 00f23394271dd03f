import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Random, random } from '../../src/core/random.ts';

const take = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);

function moments(values: readonly number[]): { mean: number; variance: number; skew: number; kurtosis: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const central = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
  const variance = central(2);
  return { mean, variance, skew: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 };
}

const within = (value: number, expected: number, error: number) =>
  assert.ok(Math.abs(value - expected) <= error, `${value} is not within ${error} of ${expected}`);

test('draws the same numbers from the same seed and purpose, others from others', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), fc.nat(), (seed, purpose, index) => {
      const draw = (stream: Random) => take(5, stream.uniform);
      const numbers = draw(random(seed).split(purpose, index));
      assert.deepEqual(draw(random(seed).split(purpose, index)), numbers);
      assert.notDeepEqual(draw(random(seed).split(purpose, index + 1)), numbers);
      assert.notDeepEqual(draw(random(seed + 1).split(purpose, index)), numbers);
    }),
  );
});

test('draws these numbers from seed 1: other ones would change every run', () => {
  assert.deepEqual(take(3, random(1).uniform), [0.8962546773254871, 0.9608969565015286, 0.8632848674897105]);
  assert.deepEqual([...random(1).split('shuffle', 0).permutation(6)], [4, 1, 3, 0, 5, 2]);
  assert.equal(random(1).split('prompts').normal(), 0.147931811539764);
});

test('splits without regard to what was drawn before, and disturbs nothing', () => {
  const untouched = random(3);
  const used = random(3);
  used.uniform();
  used.normal();
  used.permutation(10);
  assert.equal(used.split('augment', 2).uniform(), untouched.split('augment', 2).uniform());
  const before = random(3);
  before.uniform();
  const after = random(3);
  after.uniform();
  after.split('elsewhere').uniform();
  assert.equal(after.uniform(), before.uniform());
});

test('splits in steps as at once, and tells purposes apart that follow each other', () => {
  const nested = random(5).split('epoch', 3).split('image', 7);
  assert.equal(nested.uniform(), random(5).split('epoch', 3, 'image', 7).uniform());
  const streams = ['a', 'b', 'aa', 'ab', 'ba'].flatMap((purpose) =>
    [0, 1, 10, 11, 101].map((index) => random(5).split(purpose, index).uniform()),
  );
  assert.equal(new Set(streams).size, streams.length);
});

test('gives neighbouring purposes streams that do not correlate', () => {
  const first = take(4000, random(1).split('image', 1).uniform);
  const second = take(4000, random(1).split('image', 2).uniform);
  const covariance = first.reduce((sum, value, index) => sum + (value - 0.5) * (second[index]! - 0.5), 0) / 4000;
  within(covariance * 12, 0, 0.06);
});

test('gives many streams first numbers as good as those of one stream', () => {
  const starts = Array.from({ length: 4000 }, (_, index) => take(4, random(1).split('image', index).uniform));
  for (let draw = 0; draw < 4; draw++) {
    const { mean, variance } = moments(starts.map((stream) => stream[draw]!));
    within(mean, 0.5, 0.02);
    within(variance, 1 / 12, 0.005);
    for (let later = draw + 1; later < 4; later++) {
      const products = starts.map((stream) => (stream[draw]! - 0.5) * (stream[later]! - 0.5));
      within(12 * moments(products).mean, 0, 0.06);
    }
  }
});

test('draws uniform numbers of [0, 1)', () => {
  const values = take(20_000, random(11).uniform);
  assert.ok(values.every((value) => value >= 0 && value < 1));
  const { mean, variance } = moments(values);
  within(mean, 0.5, 0.01);
  within(variance, 1 / 12, 0.002);
  const tenths = new Array<number>(10).fill(0);
  for (const value of values) tenths[Math.floor(value * 10)]! += 1;
  for (const count of tenths) within(count, 2000, 200);
});

test('draws Gaussian numbers, the second of a pair as good as the first', () => {
  const values = take(40_000, random(12).normal);
  assert.ok(values.every(Number.isFinite));
  const { mean, variance, skew, kurtosis } = moments(values);
  within(mean, 0, 0.02);
  within(variance, 1, 0.03);
  within(skew, 0, 0.05);
  within(kurtosis, 3, 0.12);
  const pairs = values.filter((_, index) => index % 2 === 0).map((value, index) => value * values[2 * index + 1]!);
  within(moments(pairs).mean, 0, 0.03);
  within(values.filter((value) => Math.abs(value) < 1).length / values.length, 0.6827, 0.01);
});

test('draws whole numbers below a limit, each as often', () => {
  const { integer } = random(13);
  const counts = new Array<number>(7).fill(0);
  for (let index = 0; index < 14_000; index++) counts[integer(7)]! += 1;
  assert.equal(counts.length, 7);
  for (const count of counts) within(count, 2000, 200);
  assert.equal(integer(1), 0);
});

test('gives permutations: every number once', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat({ max: 200 }), (seed, length) => {
      const order = random(seed).permutation(length);
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        Array.from({ length }, (_, index) => index),
      );
    }),
  );
});

test('gives each permutation of three as often', () => {
  const stream = random(14);
  const counts = new Map<string, number>();
  for (let index = 0; index < 12_000; index++) {
    const order = stream.permutation(3).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  for (const count of counts.values()) within(count, 2000, 200);
});

test('can be taken apart: its functions need no object to be called on', () => {
  const { uniform, normal, integer, permutation, split } = random(15);
  for (const value of [uniform(), normal(), integer(5), permutation(3).length, split('a').uniform()]) {
    assert.ok(Number.isFinite(value));
  }
});
