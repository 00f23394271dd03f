import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { jpegRoundTrip } from '../../src/platform/node/images/jpeg-round-trip.ts';
import { compressBlocks } from '../../src/pretrain/batches/block-compression.ts';

const size = 48;
const source = random(3);
/** A soft pattern with some noise. */
const picture = Float32Array.from({ length: size * size }, (_, at) =>
  Math.round(128 + 70 * Math.sin(at / 7) * Math.cos(at / 331) + 12 * source.normal()),
).map((value) => Math.min(Math.max(value, 0), 255));
const compressed = (quality: number, phase = 0, view = picture) => {
  const copy = view.slice();
  compressBlocks(copy, size, quality, phase);
  return copy;
};
const meanChange = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, at) => Math.abs(value - b[at]!)).reduce((sum, value) => sum + value, 0) / a.length;

for (const quality of [20, 50, 85])
  test(`leaves what JPEG of quality ${quality} leaves of a grey picture`, async () => {
    const data = Uint8Array.from({ length: 3 * size * size }, (_, at) => picture[Math.floor(at / 3)]!);
    const decoded = await jpegRoundTrip({ width: size, height: size, data }, quality);
    const grey = Float32Array.from(picture, (_, at) => decoded.data[3 * at + 1]!);
    const change = meanChange(grey, picture);
    const apart = meanChange(compressed(quality), grey);
    assert.ok(apart < 0.35 * change, `${apart} apart, of ${change}`);
  });

test('loses more at lower quality, and hardly anything at 100', () => {
  const [best, good, poor] = [100, 50, 8].map((quality) => meanChange(compressed(quality), picture)) as [
    number,
    number,
    number,
  ];
  assert.ok(best < 0.5 && best < good && good < poor, `${best} ${good} ${poor}`);
});

test('an even picture stays even, wherever the blocks begin', () => {
  for (let phase = 0; phase < 8; phase++) {
    const even = compressed(10, phase, new Float32Array(size * size).fill(90));
    assert.ok(Math.max(...even) - Math.min(...even) < 1e-3);
    assert.ok(Math.abs(even[0]! - 90) < 12);
  }
});

test('blocks begin where the phase says', () => {
  const [first, other] = [compressed(8, 0), compressed(8, 3)];
  /** How much larger steps between neighbours are where a block begins. */
  const seam = (view: Float32Array, phase: number) => {
    let [inside, across] = [0, 0];
    for (let y = 0; y < size; y++)
      for (let x = 1; x < size; x++) {
        const step = Math.abs(view[y * size + x]! - view[y * size + x - 1]!);
        if ((x + phase) % 8 === 0) across += step / size / 6;
        else inside += step / size / 41;
      }
    return across / inside;
  };
  assert.ok(seam(first, 0) > seam(first, 3) && seam(other, 3) > seam(other, 0));
});
