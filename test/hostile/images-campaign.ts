// Damaged images, from their bytes to the network's input, as predict reads them.
import sharp from 'sharp';
import { preprocess } from '../../src/clip/preprocess.ts';
import { decodeImage } from '../../src/platform/node/images/decode-image.ts';
import type { Campaign } from './campaign.ts';
import { oneOf } from './damaged-bytes.ts';
import { hostileImage } from './hostile-images.ts';

const [width, height] = [32, 24];
const pixels = Uint8Array.from({ length: width * height * 4 }, (_, at) => (at * at) % 251);

/** One drawing in every supported format, and in the variants that decoders treat separately. */
export async function wholeImages(): Promise<readonly Uint8Array[]> {
  const clear = () => sharp(pixels, { raw: { width, height, channels: 4 } });
  const solid = () => clear().removeAlpha();
  const frames = await Promise.all(
    [0, 1, 2].map((turn) =>
      clear()
        .rotate(90 * turn)
        .resize(24, 24)
        .png()
        .toBuffer(),
    ),
  );
  const animated = () => sharp(frames, { join: { animated: true } });
  const images = await Promise.all([
    solid().png().toBuffer(),
    clear().png({ progressive: true }).toBuffer(),
    solid().png({ palette: true }).toBuffer(),
    solid().toColourspace('rgb16').png().toBuffer(),
    solid().greyscale().png().toBuffer(),
    solid().jpeg().toBuffer(),
    solid().jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
    solid().toColourspace('cmyk').jpeg().toBuffer(),
    clear().webp().toBuffer(),
    clear().webp({ lossless: true }).toBuffer(),
    animated().webp().toBuffer(),
    animated().gif().toBuffer(),
    solid().gif().toBuffer(),
    solid().tiff({ compression: 'deflate' }).toBuffer(),
    solid().tiff({ compression: 'jpeg' }).toBuffer(),
    solid().tiff({ compression: 'lzw', tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer(),
    solid().avif({ effort: 0 }).toBuffer(),
  ]);
  return [...images, bitmap(24), bitmap(32)].map((image) => new Uint8Array(image));
}

/** The same drawing as an uncompressed Windows bitmap, which sharp cannot write. */
function bitmap(depth: 24 | 32): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM', 'latin1');
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(depth, 28);
  return Buffer.concat([header, pixels.subarray(0, (width * height * depth) / 8)]);
}

export const imagesCampaign: Campaign = {
  name: 'images',
  what: 'PNG, JPEG, WebP, GIF, TIFF, AVIF and BMP, from the bytes to the input of the network',
  cases: 5_000,
  async prepare() {
    const whole = await wholeImages();
    return async (source) => {
      preprocess(await decodeImage(hostileImage(source, oneOf(source, whole)), 'hostile'), 48);
    };
  },
};
