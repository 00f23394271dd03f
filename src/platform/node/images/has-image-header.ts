// Whether a file begins as an image that can be decoded: its format and size are read, its pixels are not.
import { wrongSides } from '../../../image/side-ratio.ts';
import { maximumPixels } from './decode-image.ts';
import { loadSharp } from './sharp.ts';

/** False for every file that is not certainly fine; decoding it tells what is wrong. Damage after the header goes unnoticed. */
export async function hasImageHeader(path: string): Promise<boolean> {
  const sharp = await loadSharp();
  try {
    const { format, width, height } = await sharp(path).metadata();
    return format !== 'svg' && width * height <= maximumPixels && wrongSides(width, height) === undefined;
  } catch {
    return false;
  }
}
