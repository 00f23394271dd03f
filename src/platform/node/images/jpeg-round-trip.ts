// Compresses an image as JPEG and decodes it again.
import type { RgbImage } from '../../../core/image.ts';
import { loadSharp } from './sharp.ts';

/** Uses 4:2:0 chroma subsampling, as cameras do. @param quality 1 to 100 */
export async function jpegRoundTrip({ width, height, data }: RgbImage, quality: number): Promise<RgbImage> {
  const sharp = await loadSharp();
  const file = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: '4:2:0' })
    .toBuffer();
  const read = await sharp(file).raw().toBuffer();
  return { width, height, data: new Uint8Array(read.buffer, read.byteOffset, read.length) };
}
