// An image as it is after JPEG compression.
import type { RgbImage } from '../../../core/image.ts';
import { loadSharp } from './sharp.ts';

/** Written with halved colour resolution, as cameras do, and read again. @param quality 1 to 100 */
export async function jpegRoundTrip({ width, height, data }: RgbImage, quality: number): Promise<RgbImage> {
  const sharp = await loadSharp();
  const file = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: '4:2:0' })
    .toBuffer();
  const read = await sharp(file).raw().toBuffer();
  return { width, height, data: new Uint8Array(read.buffer, read.byteOffset, read.length) };
}
