// A decoded image as a CLIP's network input: resized, cut to its middle square, and normalised.
import type { RgbImage } from '../core/image.ts';
import { squareOf } from '../image/square.ts';
import { clipPreprocessing, type Preprocessing, type RgbNumbers } from './preprocessing.ts';

/** A number is the image side S of the preprocessing of OpenAI's models. */
const settingsOf = (how: number | Preprocessing): Preprocessing =>
  typeof how === 'number' ? clipPreprocessing(how) : how;

/**
 * Resizes an image (as Pillow does), cuts out the middle square (as torchvision does) and normalises it.
 *
 * @param image 8-bit RGB, row by row from the top left
 * @param how `clip.preprocessing`, or an image side S in pixels for the preprocessing of OpenAI's models
 * @param target where the numbers go: [3, S, S], red first, rows from the top
 * @param offset index in `target` of the first number, e.g. `index * 3 * S * S` in a batch
 * @returns the target
 * @throws MpaferError `image` when one side is more than 100 times the other
 * @example
 * ```ts
 * import { preprocess } from 'mpafer/graph';
 * const image = { width: 2, height: 2, data: new Uint8Array(12).fill(128) };
 * const pixels = preprocess(image, 48);
 * console.log(pixels.length === 3 * 48 * 48); // true
 * ```
 */
export function preprocess(
  image: RgbImage,
  how: number | Preprocessing,
  target?: Float32Array,
  offset = 0,
): Float32Array {
  const { size, mean, deviation } = settingsOf(how);
  return normalise(resizeToSquare(image, how), target ?? new Float32Array(3 * size * size), {
    offset,
    mean,
    deviation,
  });
}

/** The square that CLIP looks at, still as an image; one that was read as that square is left as it is. @throws MpaferError `image` */
export const resizeToSquare = (image: RgbImage, how: number | Preprocessing): RgbImage =>
  squareOf(image, settingsOf(how));

export interface NormaliseOptions {
  /** Index in the target of the first number; 0 by default. */
  readonly offset?: number;
  /** By channel; those of OpenAI's models by default. */
  readonly mean?: RgbNumbers;
  readonly deviation?: RgbNumbers;
}

/** Writes (value / 255 - mean) / deviation, channel by channel: [3, height, width] from `offset` on. Returns the target. */
export function normalise(
  { width, height, data }: RgbImage,
  target: Float32Array,
  { offset = 0, mean, deviation }: NormaliseOptions = {},
): Float32Array {
  const pixels = width * height;
  if (offset < 0 || offset + 3 * pixels > target.length)
    throw new RangeError(`${3 * pixels} numbers from index ${offset} on do not fit ${target.length}`);
  const usual = clipPreprocessing(1);
  const tables = tablesOf(mean ?? usual.mean, deviation ?? usual.deviation);
  for (let channel = 0; channel < 3; channel++) {
    const start = offset + channel * pixels;
    const table = tables[channel]!;
    for (let pixel = 0; pixel < pixels; pixel++) target[start + pixel] = table[data[3 * pixel + channel]!]!;
  }
  return target;
}

const kept = new Map<string, readonly Float32Array[]>();

/** Each channel has 256 values only. */
function tablesOf(mean: RgbNumbers, deviation: RgbNumbers): readonly Float32Array[] {
  const key = `${mean} ${deviation}`;
  const found =
    kept.get(key) ??
    mean.map((centre, channel) =>
      Float32Array.from({ length: 256 }, (_, value) => (value / 255 - centre) / deviation[channel]!),
    );
  kept.set(key, found);
  return found;
}
