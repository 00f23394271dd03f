// Decodes what browsers decode: JPEG, PNG, WebP, AVIF, GIF's first frame.
import { MpaferError } from '../../../core/errors.ts';
import type { RgbImage } from '../../../core/image.ts';

/** Turned upright by its EXIF orientation, transparency on white, colours as stored. @throws MpaferError `image` that names `name` */
export async function decodeImage(bytes: Uint8Array, name: string): Promise<RgbImage> {
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
    colorSpaceConversion: 'none',
  }).catch((cause: Error) => {
    throw new MpaferError('image', `Cannot decode "${name}": ${cause.message}`, { cause });
  });
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height).getContext('2d')!;
  canvas.fillStyle = 'white';
  canvas.fillRect(0, 0, width, height);
  canvas.drawImage(bitmap, 0, 0);
  bitmap.close();
  const rgba = canvas.getImageData(0, 0, width, height).data;
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    data[3 * pixel] = rgba[4 * pixel]!;
    data[3 * pixel + 1] = rgba[4 * pixel + 1]!;
    data[3 * pixel + 2] = rgba[4 * pixel + 2]!;
  }
  return { width, height, data };
}
