// Reads and decodes an image file.
import { readFile } from 'node:fs/promises';
import { MpaferError } from '../../../core/errors.ts';
import type { RgbImage } from '../../../core/image.ts';
import { readReason } from '../files/read-reason.ts';
import { decodeImage } from './decode-image.ts';

/**
 * Reads and decodes an image file to 8-bit RGB.
 *
 * @throws MpaferError `image` when the file is missing or not an image
 * @example
 * ```ts
 * import { readImage } from 'mpafer';
 * const { width, height } = await readImage('assets/portraits/astronaut-face.png');
 * console.log(width, height); // 120 120
 * ```
 */
export async function readImage(path: string): Promise<RgbImage> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new MpaferError('image', `Cannot read "${path}": ${readReason(cause)}`, { cause });
  });
  return decodeImage(bytes, path);
}
