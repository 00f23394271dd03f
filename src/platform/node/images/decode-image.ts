// Decodes image files of any common format with sharp, and bitmaps.
import { MpaferError } from '../../../core/errors.ts';
import type { RgbImage } from '../../../core/image.ts';
import { standInOf } from '../../../core/stand-in.ts';
import { wrongSides } from '../../../image/side-ratio.ts';
import { morePixels, tooLarge } from '../../../image/too-large.ts';
import { looksLikeVideo } from '../../../video/looks-like-video.ts';
import { decodeBmp, isBmp } from './decode-bmp.ts';
import { decodeDeep, deepShare, isDeep, mayBeDeep } from './decode-deep.ts';
import { loadSharp } from './sharp.ts';

/** A 100-megapixel image takes 300 MB; more is refused before a pixel is decoded. */
export const maximumPixels = 100_000_000;

/**
 * Decodes JPEG, PNG, WebP, AVIF, TIFF, GIF or BMP to 8-bit RGB.
 *
 * EXIF orientation is applied; transparency is laid on white; 16-bit, grey and CMYK become 8-bit RGB; of an animation or a file of pages
 * it is the first. Colour profiles of RGB images are ignored, as they were when CLIP was trained.
 *
 * @param bytes the file's content
 * @param name what to call the file in messages
 * @param limit most pixels to accept, 100 million when absent
 * @throws MpaferError `host` if sharp cannot be loaded; `image` when the bytes are damaged, cut short, of an unknown format, a drawing (SVG), too large or too narrow
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { decodeImage } from 'mpafer';
 * const { width, height } = await decodeImage(await readFile('assets/portraits/astronaut-face.png'), 'the portrait');
 * console.log(width, height); // 120 120
 * ```
 */
export async function decodeImage(bytes: Uint8Array, name: string, limit = maximumPixels): Promise<RgbImage> {
  const refuse = (found: string, cause?: unknown): never => {
    if (found === morePixels(limit)) throw tooLarge(name, limit, cause);
    throw new MpaferError('image', `Cannot decode "${name}": ${found}`, cause === undefined ? {} : { cause });
  };
  if (bytes.length === 0) return refuse('the file is empty');
  const standIn = standInOf(bytes);
  if (standIn !== undefined) {
    throw new MpaferError('image', `Cannot decode "${name}": ${standIn.found}`, { hint: standIn.hint });
  }
  if (looksLikeVideo(bytes)) return refuse('it is a video; expected a picture');
  if (isMarkup(bytes)) return refuse('it is text or a drawing (SVG); expected a photograph');
  if (isBmp(bytes)) {
    const image = decodeBmp(bytes, limit);
    if ('wrong' in image) return refuse(image.wrong);
    const wrong = wrongSides(image.width, image.height);
    return wrong === undefined ? image : refuse(`it ${wrong}`);
  }
  const sharp = await loadSharp();
  const options = { failOn: 'error', limitInputPixels: limit, ignoreIcc: true, autoOrient: true } as const;
  try {
    if (mayBeDeep(bytes)) {
      const metadata = await sharp(bytes, options).metadata();
      if (isDeep(metadata)) {
        const most = Math.floor(limit / deepShare);
        if (metadata.width * metadata.height > most) throw tooLarge(name, most);
        const image = await decodeDeep(bytes, metadata, options);
        if ('wrong' in image) return refuse(image.wrong);
        const wrong = wrongSides(image.width, image.height);
        return wrong === undefined ? image : refuse(`it ${wrong}`);
      }
    }
    const { data, info } = await sharp(bytes, options)
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const wrong = wrongSides(info.width, info.height);
    if (wrong !== undefined) return refuse(`it ${wrong}`);
    if (info.channels !== 3) return refuse(`it decodes to ${info.channels} channels; expected 3`);
    return { width: info.width, height: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
  } catch (error) {
    if (error instanceof MpaferError) throw error;
    return refuse(isHeic(bytes) ? heic : reasonOf(error, limit), error);
  }
}

/** Telephones write these; the codec has patents, and sharp comes without it. */
const heic = 'it is a HEIC picture, which cannot be decoded here; expected JPEG, PNG, WebP, AVIF, TIFF, GIF or BMP';

const isHeic = (bytes: Uint8Array): boolean =>
  /^ftyp(hei[cfmsx]|hev[cmsx]|mif1|msf1)$/.test(String.fromCharCode(...bytes.subarray(4, 12)));

/** SVG, the only drawings that sharp reads, may refer to other files, and may be compressed with gzip. */
function isMarkup(bytes: Uint8Array): boolean {
  const spaceOrMark = [0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf];
  const first = bytes.find((byte) => !spaceOrMark.includes(byte));
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isGzip || first === 0x3c;
}

function reasonOf(error: unknown, limit: number): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('pixel limit')) return morePixels(limit);
  if (message.includes('unsupported image format')) return 'it is not an image, or its format is not supported';
  // libvips keeps one log for all threads, so that its own words may be of another image: they are in the cause.
  return 'it is damaged or cut short';
}
