// More or less light on the sensor: every value times a factor, cut off where it is full.
import type { RgbImage } from '../core/image.ts';

/** A new image, rounded and clipped to 0-255 as in a photograph. @param factor 1 changes nothing */
export function exposed({ width, height, data }: RgbImage, factor: number): RgbImage {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => value * factor);
  return { width, height, data: data.map((value) => table[value]!) };
}
