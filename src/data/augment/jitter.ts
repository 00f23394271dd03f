// Adjusts brightness and contrast as torchvision's ColorJitter does.
import type { RgbImage } from '../../core/image.ts';

/**
 * Multiplies every value by `brightness`, then spreads it about the image's mean grey by `contrast`; 1 changes nothing.
 * Returns a new image.
 */
export function jittered({ width, height, data }: RgbImage, brightness: number, contrast: number): RgbImage {
  const bright = new Uint8ClampedArray(256);
  for (let value = 0; value < 256; value++) bright[value] = value * brightness;
  let grey = 0;
  for (let at = 0; at < data.length; at += 3) {
    // ITU-R 601 luma, as in Pillow and torchvision.
    grey += 0.299 * bright[data[at]!]! + 0.587 * bright[data[at + 1]!]! + 0.114 * bright[data[at + 2]!]!;
  }
  const mean = grey / (width * height);
  // Both steps depend only on the value, so one lookup table of 256 does both.
  const table = new Uint8ClampedArray(256);
  for (let value = 0; value < 256; value++) table[value] = mean + (bright[value]! - mean) * contrast;
  return { width, height, data: data.map((value) => table[value]!) };
}
