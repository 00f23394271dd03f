// A picture at several sizes, each half of the one before: the detector sees faces from some 16 to 110 pixels, so every face fits one of them.
import type { RgbImage } from '../core/image.ts';
import { resize } from '../image/resize.ts';

/** The picture at one size. */
export interface Level {
  readonly image: RgbImage;
  /** Pixels of the picture for one of this level, across and down. */
  readonly scaleX: number;
  readonly scaleY: number;
}

/** Faces whose boxes have this side in a level, in pixels, are all found. */
export const surelyFound = 24;

/** Pictures with a shorter long side can be searched at twice their size. */
const smallPicture = 640;

/** The second network takes 192 pixels for one and a half box sides. */
const enoughPixels = 128;

/** In a last level of this long side, a face that fills the picture is small enough to be found. */
const lastLevel = 96;

/**
 * The levels, the largest first: that of the picture's own size, or a smaller one, and its halves.
 *
 * @param mostSide longest side of the first level in pixels
 * @param minFace side of the smallest face to find, in pixels of the picture: levels finer than it needs are left out
 */
export function pyramid(picture: RgbImage, mostSide: number, minFace: number): readonly Level[] {
  const longest = longestOf(picture);
  const first = Math.min(longest, mostSide, neededFor(longest, minFace));
  const levels = [levelOf(picture, scaled(picture, first / longest))];
  while (true) {
    const { image } = levels.at(-1)!;
    if (Math.max(image.width, image.height) <= lastLevel || Math.min(image.width, image.height) < 4) return levels;
    levels.push(halfOf(levels.at(-1)!));
  }
}

/** The picture, and its halves as far as a face whose box has this side still has the pixels that the second network takes. */
export function halvesFor(picture: RgbImage, side: number): readonly Level[] {
  const levels: Level[] = [{ image: picture, scaleX: 1, scaleY: 1 }];
  while (true) {
    const { image, scaleX } = levels.at(-1)!;
    if (side / (2 * scaleX) < enoughPixels || Math.min(image.width, image.height) < 4) return levels;
    levels.push(halfOf(levels.at(-1)!));
  }
}

/** A small picture at up to twice its size, where that is within `mostSide` and a face of `minFace` pixels needs it. */
export function enlargedLevel(picture: RgbImage, mostSide: number, minFace: number): Level | undefined {
  const longest = longestOf(picture);
  const first = Math.min(2 * longest, mostSide, neededFor(longest, minFace));
  return longest < smallPicture && first > longest ? levelOf(picture, scaled(picture, first / longest)) : undefined;
}

const longestOf = ({ width, height }: RgbImage): number => Math.max(width, height);

const neededFor = (longest: number, minFace: number): number => Math.max((longest * surelyFound) / minFace, lastLevel);

const levelOf = (picture: RgbImage, image: RgbImage): Level => ({
  image,
  scaleX: picture.width / image.width,
  scaleY: picture.height / image.height,
});

function scaled(picture: RgbImage, factor: number): RgbImage {
  if (factor === 1) return picture;
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(Math.round(side * factor), 1));
  return resize(picture, width!, height!, undefined, 'bilinear');
}

const halfOf = ({ image, scaleX, scaleY }: Level): Level => ({
  image: halved(image),
  scaleX: 2 * scaleX,
  scaleY: 2 * scaleY,
});

/** Each pixel is the mean of four; an odd last row or column is dropped. */
export function halved({ width, height, data }: RgbImage): RgbImage {
  const [columns, rows] = [width >> 1, height >> 1];
  const half = new Uint8Array(columns * rows * 3);
  const line = width * 3;
  let to = 0;
  for (let y = 0; y < rows; y++) {
    let from = 2 * y * line;
    for (let x = 0; x < columns; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const sum = data[from]! + data[from + 3]! + data[from + line]! + data[from + line + 3]!;
        half[to++] = (sum + 2) >> 2;
        from += 1;
      }
      from += 3;
    }
  }
  return { width: columns, height: rows, data: half };
}
