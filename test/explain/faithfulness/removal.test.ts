// Taking patches away: imputation against a direct solution, and what each way leaves as it was.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { withoutPatches } from '../../../src/explain/faithfulness/removal.ts';
import { imputeLinear, roadNoise } from '../../../src/explain/faithfulness/road.ts';

const golden = JSON.parse(readFileSync(new URL('../../golden/explain/road.json', import.meta.url), 'utf8'));

test('imputation solves the equations that numpy solves directly', () => {
  const pixels = Float32Array.from(golden.pixels as number[]);
  imputeLinear(pixels, golden.side, Uint8Array.from(golden.removed as number[]));
  const error = Math.max(...Array.from(pixels, (value, at) => Math.abs(value - golden.solved[at])));
  assert.ok(error < 1e-6, `off by ${error}`);
});

test('a large picture is imputed as its equations say, to the tolerance', () => {
  const [side, cell] = [96, 8];
  const known = Float32Array.from({ length: side * side }, (_, at) => Math.sin(at / 70) + Math.cos((at % side) / 9));
  const removed = Uint8Array.from(known, (_, at) => {
    const [x, y] = [at % side, Math.floor(at / side)];
    return (Math.floor(x / cell) * 5 + Math.floor(y / cell) * 3) % 7 < 4 ? 1 : 0;
  });
  const found = known.slice();
  imputeLinear(found, side, removed, { cell });
  for (let at = 0; at < side * side; at++) {
    if (removed[at] === 0) assert.equal(found[at], known[at]);
    const [x, y] = [at % side, Math.floor(at / side)];
    if (removed[at] === 0 || x === 0 || y === 0 || x === side - 1 || y === side - 1) continue;
    const near = [-1, 1, -side, side].reduce((sum, by) => sum + found[at + by]! / 6, 0);
    const far = [-side - 1, 1 - side, side - 1, side + 1].reduce((sum, by) => sum + found[at + by]! / 12, 0);
    assert.ok(Math.abs(found[at]! - near - far) < 0.01, `pixel ${x}, ${y}`);
  }
});

test('its noise is small, and only where something was removed', () => {
  const removed = Uint8Array.from(golden.removed as number[]);
  const [plain, noisy] = [Float32Array.from(golden.pixels as number[]), Float32Array.from(golden.pixels as number[])];
  imputeLinear(plain, golden.side, removed);
  imputeLinear(noisy, golden.side, removed, { noise: random(1) });
  const changes = Array.from(noisy, (value, at) => value - plain[at]!);
  const inside = changes.filter((_, at) => removed[at % removed.length] === 1);
  assert.ok(changes.every((change, at) => removed[at % removed.length] === 1 || change === 0));
  const deviation = Math.sqrt(inside.reduce((sum, change) => sum + change * change, 0) / inside.length);
  assert.ok(deviation > roadNoise / 2 && deviation < 2 * roadNoise, String(deviation));
});

test('a face of which nothing is left becomes its mean', () => {
  const pixels = Float32Array.from({ length: 48 }, (_, at) => at % 16);
  imputeLinear(pixels, 4, new Uint8Array(16).fill(1));
  assert.ok(pixels.every((value) => value === 7.5));
});

const pixels = Float32Array.from({ length: 3 * 64 }, (_, at) => (at * 7) % 11);
/** 2 x 2 patches of 4 x 4 pixels, the upper right one removed. */
const kept = Float32Array.of(1, 0, 1, 1);
const isRemoved = (at: number) => at % 8 >= 4 && Math.floor((at % 64) / 8) < 4;

test('leaving tokens out leaves the pixels as they are', () => {
  assert.deepEqual(withoutPatches('tokens', pixels, kept, random(1)), { pixels, keep: kept });
});

test('the other two change the removed pixels only, and keep every token', () => {
  for (const removal of ['road', 'mean'] as const) {
    const found = withoutPatches(removal, pixels, kept, random(1));
    assert.deepEqual(found.keep, new Float32Array(4).fill(1));
    found.pixels.forEach((value, at) => {
      if (!isRemoved(at)) assert.equal(value, pixels[at]);
    });
    assert.notDeepEqual(found.pixels, pixels);
  }
});

test('the mean is that of each channel of the face', () => {
  const { pixels: found } = withoutPatches('mean', pixels, kept, random(1));
  for (let channel = 0; channel < 3; channel++) {
    const own = pixels.subarray(64 * channel, 64 * channel + 64);
    const mean = own.reduce((sum, value) => sum + value, 0) / 64;
    assert.ok(Math.abs(found[64 * channel + 5]! - mean) < 1e-5);
  }
});
