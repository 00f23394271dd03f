// Crops a face from a photograph by the box that the data set provides.
import { MpaferError } from '../../../core/errors.ts';
import type { RgbImage } from '../../../core/image.ts';
import { crop } from '../../../image/crop.ts';
import type { FaceBox } from '../../dataset.ts';
import type { ImageSource } from './image-files.ts';

export type { FaceBox } from '../../dataset.ts';

/**
 * The face in a photograph, as a sample reads it.
 *
 * @param box in pixels, or in fractions of the photograph's sides where `relative`
 * @param name what to call the face in messages
 */
export function boxedImage(whole: ImageSource, box: FaceBox, name: string, relative = false): ImageSource {
  const boxIn = ({ width, height }: RgbImage): FaceBox =>
    relative
      ? { left: box.left * width, top: box.top * height, right: box.right * width, bottom: box.bottom * height }
      : box;
  return {
    ...whole,
    read: async () => {
      const photo = await whole.read();
      return cropFace(photo, boxIn(photo), name);
    },
    photo: { read: () => whole.read(), boxIn },
  };
}

/**
 * The part of the image inside the box, rounded to pixels. Detected boxes sometimes extend beyond the image: the part
 * outside is ignored.
 *
 * @throws MpaferError `image` naming `name` when the box is entirely outside the image
 */
export function cropFace(image: RgbImage, box: FaceBox, name: string): RgbImage {
  const left = clamp(box.left, image.width);
  const top = clamp(box.top, image.height);
  const right = clamp(box.right, image.width);
  const bottom = clamp(box.bottom, image.height);
  if (right <= left || bottom <= top) {
    throw new MpaferError(
      'image',
      `Cannot crop the face of "${name}": its box ${box.left},${box.top} to ${box.right},${box.bottom} is outside ${image.width} x ${image.height} pixels`,
    );
  }
  return crop(image, left, top, right - left, bottom - top);
}

const clamp = (value: number, most: number): number => Math.min(Math.max(Math.round(value), 0), most);
