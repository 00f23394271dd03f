// A part of an image, copied.
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';

/** The part of `width` x `height` pixels whose first pixel is at column `left`, row `top`. @throws MpaferError `image` when it leaves the image */
export function crop(image: RgbImage, left: number, top: number, width: number, height: number): RgbImage {
  const whole = [left, top, width, height].every(Number.isInteger);
  if (
    !whole ||
    left < 0 ||
    top < 0 ||
    width < 1 ||
    height < 1 ||
    left + width > image.width ||
    top + height > image.height
  )
    throw new MpaferError(
      'image',
      `Cannot crop ${width} x ${height} pixels at ${left},${top} out of an image of ${image.width} x ${image.height}`,
    );
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * image.width + left) * 3;
    data.set(image.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { width, height, data };
}

/** The middle of an image, placed as torchvision does: half a pixel goes to the even side. @throws MpaferError `image` when the image is smaller */
export const centreCrop = (image: RgbImage, width: number, height: number): RgbImage =>
  crop(image, halfToEven(image.width - width), halfToEven(image.height - height), width, height);

/** n / 2, an odd n rounded to the even neighbour, as Python's `round` does. */
const halfToEven = (n: number): number => {
  const below = Math.floor(n / 2);
  return n % 2 === 0 || below % 2 === 0 ? below : below + 1;
};
