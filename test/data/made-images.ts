// Images and samples made in memory for tests.
import { MpaferError } from '../../src/core/errors.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { random } from '../../src/core/random.ts';
import type { Sample } from '../../src/data/dataset.ts';

/** Each value from its place. */
export const imageFrom = (
  width: number,
  height: number,
  value: (x: number, y: number, channel: number) => number,
): RgbImage => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, at) =>
    value(Math.floor(at / 3) % width, Math.floor(at / 3 / width), at % 3),
  ),
});

export const noiseImage = (width: number, height: number, seed: number): RgbImage => {
  const draws = random(seed);
  return imageFrom(width, height, () => draws.integer(256));
};

export const valueAt = ({ width, data }: RgbImage, x: number, y: number, channel = 0): number =>
  data[(y * width + x) * 3 + channel]!;

/** A sample whose reading takes a while that differs from one to the next, as with files. */
export const madeSample = (index: number, classes: number, wait = 0): Sample => ({
  id: `made/${index}.png`,
  split: 'train',
  label: index % classes,
  read: async () => {
    for (let turn = 0; turn < (wait === 0 ? 0 : (index * 7) % wait); turn++)
      await new Promise<void>((done) => setImmediate(done));
    return noiseImage(12, 12, index);
  },
});

export const corruptSample = (index: number): Sample => ({
  id: `made/${index}.png`,
  split: 'train',
  label: 0,
  read: async () => {
    throw new MpaferError('image', `Cannot decode "made/${index}.png": the data ends too early`);
  },
});
