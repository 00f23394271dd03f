// A 256-bit perceptual hash that is nearly invariant to size, compression and brightness.
import type { RgbImage } from '../../core/image.ts';

/** Bits per hash, and 32-bit words per hash. */
export const hashBits = 256;
export const hashWords = hashBits / 32;

const columns = 17;
const rows = 16;

/**
 * Difference hash: the picture is reduced to 17 x 16 greys, each the mean of its area, and each bit says whether a grey is
 * darker than its right neighbour.
 *
 * @param into receives 8 words at `offset`
 */
export function perceptualHash(image: RgbImage, into: Uint32Array, offset: number): void {
  const greys = reducedGreys(image, columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns - 1; column++) {
      if (greys[row * columns + column]! < greys[row * columns + column + 1]!) {
        const bit = row * (columns - 1) + column;
        into[offset + (bit >>> 5)]! |= 1 << (bit & 31);
      }
    }
  }
}

/** Hamming distance of two hashes; counting stops beyond `most`. */
export function hashDistance(hashes: Uint32Array, a: number, b: number, most = hashBits): number {
  let distance = 0;
  for (let word = 0; word < hashWords && distance <= most; word++)
    distance += ones(hashes[a + word]! ^ hashes[b + word]!);
  return distance;
}

/** Number of set bits in a 32-bit word. */
function ones(word: number): number {
  let value = word - ((word >>> 1) & 0x55555555);
  value = (value & 0x33333333) + ((value >>> 2) & 0x33333333);
  return Math.imul((value + (value >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Greys of `width` x `height` equal parts of an image, each the mean over its area, with partial pixels weighted by their share. */
export function reducedGreys(image: RgbImage, width: number, height: number): Float32Array {
  const lines = new Float32Array(width * image.height);
  for (let y = 0; y < image.height; y++) {
    for (let column = 0; column < width; column++) {
      const from = (column * image.width) / width;
      const to = ((column + 1) * image.width) / width;
      let sum = 0;
      for (let x = Math.floor(from); x < to; x++) {
        const at = (y * image.width + x) * 3;
        const grey = 0.299 * image.data[at]! + 0.587 * image.data[at + 1]! + 0.114 * image.data[at + 2]!;
        sum += grey * (Math.min(x + 1, to) - Math.max(x, from));
      }
      lines[y * width + column] = sum / (to - from);
    }
  }
  const greys = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (row * image.height) / height;
    const to = ((row + 1) * image.height) / height;
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let y = Math.floor(from); y < to; y++) {
        sum += lines[y * width + column]! * (Math.min(y + 1, to) - Math.max(y, from));
      }
      greys[row * width + column] = sum / (to - from);
    }
  }
  return greys;
}
