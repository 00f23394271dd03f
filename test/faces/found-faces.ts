// Pictures made of the portrait, and where its face is in each.
import { fileURLToPath } from 'node:url';
import type { RgbImage } from '../../src/core/image.ts';
import { distance, type Eyes, type Face, type Point } from '../../src/faces/face.ts';
import { sampleTurned } from '../../src/faces/sample-turned.ts';
import { readImage } from '../../src/platform/node/images/read-image.ts';

export const readPortrait = (): Promise<RgbImage> =>
  readImage(fileURLToPath(new URL('../../assets/portraits/astronaut.png', import.meta.url)));

/** The middles of the eyes in the portrait, read off its pixels: to some two pixels. */
export const portraitEyes: Eyes = { left: { x: 204, y: 103 }, right: { x: 246.5, y: 104.5 } };

export interface Placed {
  readonly image: RgbImage;
  readonly eyes: Eyes;
}

/** The portrait in a square picture, scaled about its middle and turned clockwise, on black. */
export function placed(portrait: RgbImage, side: number, scale: number, degrees: number): Placed {
  const angle = (degrees * Math.PI) / 180;
  const [alongX, alongY] = [Math.cos(angle) / scale, -Math.sin(angle) / scale];
  const half = side / 2;
  const x = portrait.width / 2 - half * alongX + half * alongY;
  const y = portrait.height / 2 - half * alongY - half * alongX;
  const image = sampleTurned(portrait, { width: side, height: side, x, y, alongX, alongY }, 'black');
  const place = (point: Point): Point => {
    const [dx, dy] = [(point.x - x) * scale * scale, (point.y - y) * scale * scale];
    return { x: dx * alongX + dy * alongY, y: -dx * alongY + dy * alongX };
  };
  return { image, eyes: { left: place(portraitEyes.left), right: place(portraitEyes.right) } };
}

/** Pictures beside each other, in rows of `columns`; all have the size of the first. */
export function collage(pictures: readonly RgbImage[], columns: number): RgbImage {
  const { width, height } = pictures[0]!;
  const rows = Math.ceil(pictures.length / columns);
  const data = new Uint8Array(columns * width * rows * height * 3);
  pictures.forEach((picture, index) => {
    const [left, top] = [(index % columns) * width, Math.floor(index / columns) * height];
    for (let y = 0; y < height; y++)
      data.set(picture.data.subarray(y * width * 3, (y + 1) * width * 3), ((top + y) * columns * width + left) * 3);
  });
  return { width: columns * width, height: rows * height, data };
}

/** The larger error of the two eyes, as a part of their distance. */
export const eyeError = ({ eyes }: Face, truth: Eyes): number =>
  Math.max(distance(eyes.left, truth.left), distance(eyes.right, truth.right)) / distance(truth.left, truth.right);
