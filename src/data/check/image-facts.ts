// What a check keeps of each image: its size, the digest of its pixels, its perceptual hash and two thumbnails.
import type { RgbImage } from '../../core/image.ts';
import { sha256 } from '../../core/sha256.ts';
import { hashWords, perceptualHash, reducedGreys } from './perceptual-hash.ts';
import { thumbnailSide } from './window.ts';

/** Side of the smaller thumbnail. */
export const tinySide = 16;
const tinyPixels = tinySide * tinySide;

export interface ImageFacts {
  readonly width: number;
  readonly height: number;
  /** SHA-256 of size and pixels. */
  readonly pixels: string;
  /** Red, green and blue are equal in every pixel. */
  readonly grey: boolean;
  readonly hash: Uint32Array;
  /** 16 x 16 greys. */
  readonly tiny: Uint8Array;
  /** 32 x 32 greys. */
  readonly thumbnail: Uint8Array;
}

export async function imageFacts(image: RgbImage): Promise<ImageFacts> {
  const { width, height, data } = image;
  const sized = new Uint8Array(8 + data.length);
  new DataView(sized.buffer).setUint32(0, width);
  new DataView(sized.buffer).setUint32(4, height);
  sized.set(data, 8);
  const hash = new Uint32Array(hashWords);
  perceptualHash(image, hash, 0);
  const tiny = Uint8Array.from(reducedGreys(image, tinySide, tinySide), Math.round);
  const thumbnail = Uint8Array.from(reducedGreys(image, thumbnailSide, thumbnailSide), Math.round);
  return { width, height, pixels: await sha256(sized), grey: isGrey(data), hash, tiny, thumbnail };
}

function isGrey(data: Uint8Array): boolean {
  for (let at = 0; at < data.length; at += 3) {
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return false;
  }
  return true;
}

/**
 * Correlation of two tiny pictures, -1 to 1: independent of brightness and contrast. Two pictures without structure have
 * correlation 1 if their greys differ by at most 2 of 255, otherwise 0.
 */
export function correlation(a: Uint8Array, b: Uint8Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let at = 0; at < tinyPixels; at++) {
    const [x, y] = [a[at]! - meanA, b[at]! - meanB];
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  const flat = tinyPixels;
  if (squaresA < flat && squaresB < flat) return Math.abs(meanA - meanB) <= 2 ? 1 : 0;
  return squaresA === 0 || squaresB === 0 ? 0 : product / Math.sqrt(squaresA * squaresB);
}

const meanOf = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
