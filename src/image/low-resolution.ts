// What is left of an image that was once small: reduced, and enlarged again to its size.
import type { RgbImage } from '../core/image.ts';
import { resize } from './resize.ts';

/** A new image of the same size. @param share of each side that is kept, at least one pixel; 1 changes nothing */
export function lowResolution(image: RgbImage, share: number): RgbImage {
  const side = (length: number) => Math.max(1, Math.round(length * share));
  const small = resize(image, side(image.width), side(image.height));
  return resize(small, image.width, image.height);
}
