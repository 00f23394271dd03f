// A band of an image covered with its mean colour, as by a mask or dark glasses.
import type { RgbImage } from '../core/image.ts';

/** A new image whose rows from `top` to `bottom`, as shares of the height, have the image's mean colour. */
export function occluded({ width, height, data }: RgbImage, top: number, bottom: number): RgbImage {
  const sums = [0, 0, 0];
  for (let at = 0; at < data.length; at++) sums[at % 3]! += data[at]!;
  const colour = sums.map((sum) => Math.round(sum / (width * height)));
  const result = data.slice();
  const row = (share: number) => Math.min(Math.max(Math.round(share * height), 0), height) * width * 3;
  for (let at = row(top); at < row(bottom); at++) result[at] = colour[at % 3]!;
  return { width, height, data: result };
}
