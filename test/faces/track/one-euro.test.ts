// The one-euro filter: resting noise shrinks, motion is followed, and any frame rate is fine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { oneEuro } from '../../../src/faces/track/one-euro.ts';
import { trackSmoother } from '../../../src/faces/track/track-smoother.ts';

const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

test('the numbers of the published algorithm, worked by hand for three frames', () => {
  const filter = oneEuro({ cutoff: 1, beta: 0.5 });
  assert.deepEqual([...filter.next([10], 0)], [10]);
  const share = (frequency: number, passed: number) => 1 / (1 + 1 / (2 * Math.PI * frequency) / passed);
  let speed = share(1, 0.5) * (2 / 0.5);
  let value = 10 + share(1 + 0.5 * speed, 0.5) * 2;
  assert.ok(Math.abs(filter.next([12], 0.5)[0]! - value) < 1e-12);
  speed += share(1, 0.1) * ((11 - value) / 0.1 - speed);
  value += share(1 + 0.5 * Math.abs(speed), 0.1) * (11 - value);
  assert.ok(Math.abs(filter.next([11], 0.6)[0]! - value) < 1e-12);
});

test('resting values tremble at most half as much, moving ones are followed', () => {
  const dice = random(3);
  const resting = oneEuro();
  const rest = Array.from({ length: 300 }, () => dice.uniform() - 0.5 + 100).map((raw, frame) => [
    raw,
    resting.next([raw], frame / 30)[0]!,
  ]);
  const late = rest.slice(30);
  assert.ok(deviation(late.map(([, smooth]) => smooth!)) < deviation(late.map(([raw]) => raw!)) / 2);
  const moving = oneEuro();
  let smooth = 0;
  // 400 pixels per second.
  for (let frame = 0; frame <= 60; frame++) smooth = moving.next([(frame / 30) * 400], frame / 30)[0]!;
  assert.ok(800 - smooth > 0 && 800 - smooth < 8, `${smooth}`);
});

test('the same moment twice keeps the newest values', () => {
  const filter = oneEuro();
  filter.next([1], 0);
  assert.deepEqual([...filter.next([5], 0)], [5]);
});

test('smoothed probabilities sum to 1, and a video twice the size is smoothed alike', () => {
  const smoother = trackSmoother();
  const box = (width: number) => ({ x: 0, y: 0, width, height: width });
  for (let frame = 0; frame < 20; frame++) {
    const share = frame % 2 === 0 ? 0.9 : 0.2;
    const smooth = smoother.probabilities(1, [share, 1 - share, 0], frame / 25);
    assert.ok(Math.abs(smooth.reduce((sum, own) => sum + own, 0) - 1) < 1e-12);
    const place = 50 + 9 * Math.sin(frame);
    const small = smoother.places(1, [place], box(80), frame / 25);
    const large = smoother.places(2, [2 * place], box(160), frame / 25);
    assert.ok(Math.abs(2 * small[0]! - large[0]!) < 1e-9);
  }
});

test('people who are forgotten begin anew', () => {
  const smoother = trackSmoother();
  const box = { x: 0, y: 0, width: 100, height: 100 };
  smoother.places(1, [0], box, 0);
  smoother.places(2, [0], box, 0);
  smoother.keepOnly(new Set([2]));
  assert.equal(smoother.places(1, [10], box, 0.04)[0], 10);
  assert.ok(smoother.places(2, [10], box, 0.04)[0]! < 10);
});
