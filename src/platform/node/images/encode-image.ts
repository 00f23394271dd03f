// Encodes a decoded image as PNG.
import type { RgbImage } from '../../../core/image.ts';
import { loadSharp } from './sharp.ts';

export const encodePng = async ({ width, height, data }: RgbImage): Promise<Uint8Array> =>
  (await loadSharp())(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();

/** The image as a `data:` URL, for self-contained pages. */
export const pngUrl = async (image: RgbImage): Promise<string> =>
  `data:image/png;base64,${Buffer.from(await encodePng(image)).toString('base64')}`;
