// Pictures for people: PNG bytes of a decoded image.
import sharp from 'sharp';
import type { RgbImage } from '../../../core/image.ts';

export const encodePng = ({ width, height, data }: RgbImage): Promise<Uint8Array> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();

/** The picture as a `data:` URL, for a page that must stand alone. */
export const pngUrl = async (image: RgbImage): Promise<string> =>
  `data:image/png;base64,${Buffer.from(await encodePng(image)).toString('base64')}`;
