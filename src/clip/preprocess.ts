// CLIP's preprocessing: shorter side to S, centre crop, mean and deviation. Decoded image in, network input out.
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';
import { centreCrop } from '../image/crop.ts';
import { resize } from '../image/resize.ts';
import { wrongSides } from '../image/side-ratio.ts';

/** Mean and deviation of red, green and blue (0-1) over the images that CLIP was trained on. Reference: OpenAI's `clip.load`. */
export const clipMean = [0.48145466, 0.4578275, 0.40821073] as const;
export const clipDeviation = [0.26862954, 0.26130258, 0.27577711] as const;

/**
 * Resizes the shorter side to `size` (bicubic, as Pillow), cuts out the middle square (as torchvision) and normalises.
 *
 * @param size image side S in pixels
 * @param target where the numbers go: [3, S, S], red first, rows from the top
 * @param offset index in `target` of the first number, e.g. `index * 3 * S * S` in a batch
 * @returns the target
 * @throws MpaferError `image` when one side is more than 100 times the other
 */
export function preprocess(
  image: RgbImage,
  size: number,
  target: Float32Array = new Float32Array(3 * size * size),
  offset = 0,
): Float32Array {
  const square = resizeToSquare(image, size);
  return normalise(square, target, offset);
}

/** The square of `size` pixels that CLIP looks at, still as an image. @throws MpaferError `image` */
export function resizeToSquare(image: RgbImage, size: number): RgbImage {
  const { width, height } = image;
  const wrong = wrongSides(width, height);
  if (wrong !== undefined) throw new MpaferError('image', `Cannot prepare an image: it ${wrong}`);
  const longer = Math.trunc((size * Math.max(width, height)) / Math.min(width, height));
  const resized = width <= height ? resize(image, size, longer) : resize(image, longer, size);
  return centreCrop(resized, size, size);
}

/** Writes (value / 255 - mean) / deviation, channel by channel: [3, height, width] from `offset` on. Returns the target. */
export function normalise({ width, height, data }: RgbImage, target: Float32Array, offset = 0): Float32Array {
  const pixels = width * height;
  if (offset < 0 || offset + 3 * pixels > target.length)
    throw new RangeError(`${3 * pixels} numbers from index ${offset} on do not fit ${target.length}`);
  for (let channel = 0; channel < 3; channel++) {
    const start = offset + channel * pixels;
    const table = normalised[channel]!;
    for (let pixel = 0; pixel < pixels; pixel++) target[start + pixel] = table[data[3 * pixel + channel]!]!;
  }
  return target;
}

/** Each channel has 256 values only. */
const normalised = clipMean.map((mean, channel) =>
  Float32Array.from({ length: 256 }, (_, value) => (value / 255 - mean) / clipDeviation[channel]!),
);
