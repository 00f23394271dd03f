// Converts bytes to an image tower's input: planes of float pixels with mean 0 and standard deviation 1.
import type { RgbImage } from '../../core/image.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Writes (value / 255 - mean) / deviation of an image [S_h, S_w, 3] to `into` at `offset` as [3, S_h, S_w].
 *
 * @param mean per channel, 0-1, as the model expects
 */
export function normalizeInto(
  into: Float32Array,
  offset: number,
  { width, height, data }: RgbImage,
  mean: Rgb,
  deviation: Rgb,
) {
  const pixels = width * height;
  for (let channel = 0; channel < 3; channel++) {
    const slope = 1 / (255 * deviation[channel]!);
    const shift = -mean[channel]! / deviation[channel]!;
    const plane = offset + channel * pixels;
    for (let pixel = 0; pixel < pixels; pixel++) into[plane + pixel] = data[pixel * 3 + channel]! * slope + shift;
  }
}
