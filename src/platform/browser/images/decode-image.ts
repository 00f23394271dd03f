// Decodes the formats that browsers support: JPEG, PNG, WebP, AVIF and the first frame of a GIF.
import { MpaferError } from '../../../core/errors.ts';
import type { RgbImage } from '../../../core/image.ts';
import { standInOf } from '../../../core/stand-in.ts';
import { wrongSides } from '../../../image/side-ratio.ts';
import { tooLarge } from '../../../image/too-large.ts';
import { rgbOf } from './draw-picture.ts';

/** A canvas of more pixels than this fails in some browsers, and takes 400 MB in all. */
const maximumPixels = 100_000_000;

/**
 * Decodes an image file to 8-bit RGB: EXIF orientation applied, transparency flattened on white, colours as stored.
 *
 * @param bytes the file's content
 * @param name what to call the file in messages
 * @throws MpaferError `image` when the browser cannot decode it, or it is too large or too narrow
 * @example
 * ```ts page (runs in a browser; test/browser/recognition.test.ts does)
 * import { decodeImage } from 'mpafer';
 * const file = new Uint8Array(await (await fetch('/face.jpg')).arrayBuffer());
 * const { width, height } = await decodeImage(file, 'face.jpg');
 * console.log(width, height);
 * ```
 */
export async function decodeImage(bytes: Uint8Array, name: string): Promise<RgbImage> {
  const refuse = (found: string, options: { hint?: string; cause?: unknown } = {}): never => {
    throw new MpaferError('image', `Cannot decode "${name}": ${found}`, options);
  };
  if (bytes.length === 0) return refuse('the file is empty');
  const standIn = standInOf(bytes);
  if (standIn !== undefined) return refuse(standIn.found, { hint: standIn.hint });
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
    colorSpaceConversion: 'none',
  }).catch((cause: Error) => refuse(`the browser reports: ${cause.message.replace(/\.$/, '')}`, { cause }));
  try {
    const { width, height } = bitmap;
    if (width * height > maximumPixels) throw tooLarge(name, maximumPixels);
    const wrong = wrongSides(width, height);
    return wrong === undefined ? rgbOf(bitmap, width, height) : refuse(`it ${wrong}`);
  } finally {
    bitmap.close();
  }
}
