// A small painter: anti-aliased polygons, strokes and soft spots on plain float pixels, the same on every machine.
import type { RgbImage } from '../../core/image.ts';

/** In pixels, from the top left corner. */
export type Point = readonly [x: number, y: number];

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** One colour, or a colour for each place. */
export type Paint = Colour | ((x: number, y: number) => Colour);

/** How much of each pixel a shape covers, 0 to 1. */
export type Mask = Float32Array;

export interface Canvas {
  readonly size: number;
  /** [size, size, 3] */
  readonly pixels: Float32Array;
}

export const canvas = (size: number): Canvas => ({ size, pixels: new Float32Array(size * size * 3) });

export const toImage = ({ size, pixels }: Canvas): RgbImage => ({
  width: size,
  height: size,
  data: new Uint8Array(Uint8ClampedArray.from(pixels).buffer),
});

/** Rows looked at within a pixel; along a row coverage is exact. */
const subRows = 4;

/** Coverage of a closed polygon (even-odd). */
export function polygonMask({ size }: Canvas, points: readonly Point[]): Mask {
  const mask = new Float32Array(size * size);
  let top = size;
  let bottom = 0;
  for (const [, y] of points) {
    top = Math.min(top, Math.floor(y));
    bottom = Math.max(bottom, Math.ceil(y));
  }
  const crossings: number[] = [];
  for (let row = Math.max(top, 0); row < Math.min(bottom, size); row++) {
    for (let sub = 0; sub < subRows; sub++) {
      const y = row + (sub + 0.5) / subRows;
      crossings.length = 0;
      for (let index = 0, last = points.length - 1; index < points.length; last = index++) {
        const [ax, ay] = points[last]!;
        const [bx, by] = points[index]!;
        if (ay <= y !== by <= y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
      }
      crossings.sort((a, b) => a - b);
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
        const from = Math.max(crossings[pair]!, 0);
        const to = Math.min(crossings[pair + 1]!, size);
        for (let x = Math.floor(from); x < to; x++) {
          mask[row * size + x]! += (Math.min(x + 1, to) - Math.max(x, from)) / subRows;
        }
      }
    }
  }
  return mask;
}

/** Coverage of a line through points whose half-width goes evenly from `startRadius` to `endRadius`, ends rounded. */
export function strokeMask(
  { size }: Canvas,
  points: readonly Point[],
  startRadius: number,
  endRadius = startRadius,
): Mask {
  const mask = new Float32Array(size * size);
  const segments = points.length - 1;
  for (let index = 0; index < segments; index++) {
    const [ax, ay] = points[index]!;
    const [bx, by] = points[index + 1]!;
    const from = startRadius + ((endRadius - startRadius) * index) / segments;
    const to = startRadius + ((endRadius - startRadius) * (index + 1)) / segments;
    const reach = Math.max(from, to) + 1;
    const squared = (bx - ax) ** 2 + (by - ay) ** 2;
    const bottom = Math.min(size, Math.ceil(Math.max(ay, by) + reach));
    const right = Math.min(size, Math.ceil(Math.max(ax, bx) + reach));
    for (let row = Math.max(0, Math.floor(Math.min(ay, by) - reach)); row < bottom; row++) {
      for (let column = Math.max(0, Math.floor(Math.min(ax, bx) - reach)); column < right; column++) {
        const dx = column + 0.5 - ax;
        const dy = row + 0.5 - ay;
        const along = squared > 0 ? Math.min(1, Math.max(0, (dx * (bx - ax) + dy * (by - ay)) / squared)) : 0;
        const radius = from + (to - from) * along;
        const distance = Math.hypot(dx - along * (bx - ax), dy - along * (by - ay));
        // A line thinner than a pixel covers it in part wherever it runs.
        const covered = Math.min(1, Math.max(0, radius + 0.5 - distance)) * Math.min(1, 2 * radius);
        const at = row * size + column;
        if (covered > mask[at]!) mask[at] = covered;
      }
    }
  }
  return mask;
}

/** Lays paint on the canvas where the mask and the clip (if any) both cover. */
export function paint({ size, pixels }: Canvas, mask: Mask, colour: Paint, alpha = 1, clip?: Mask): void {
  for (let index = 0; index < mask.length; index++) {
    const share = alpha * mask[index]! * (clip === undefined ? 1 : clip[index]!);
    if (share <= 0) continue;
    const [red, green, blue] =
      typeof colour === 'function' ? colour((index % size) + 0.5, Math.floor(index / size) + 0.5) : colour;
    const at = index * 3;
    pixels[at]! += (red - pixels[at]!) * share;
    pixels[at + 1]! += (green - pixels[at + 1]!) * share;
    pixels[at + 2]! += (blue - pixels[at + 2]!) * share;
  }
}

/** A soft elliptic spot: full at its centre, nothing at its rim. */
export function spotMask({ size }: Canvas, [x, y]: Point, radiusX: number, radiusY: number): Mask {
  const mask = new Float32Array(size * size);
  const bottom = Math.min(size, Math.ceil(y + radiusY));
  const right = Math.min(size, Math.ceil(x + radiusX));
  for (let row = Math.max(0, Math.floor(y - radiusY)); row < bottom; row++) {
    for (let column = Math.max(0, Math.floor(x - radiusX)); column < right; column++) {
      const inside = 1 - ((column + 0.5 - x) / radiusX) ** 2 - ((row + 0.5 - y) / radiusY) ** 2;
      if (inside > 0) mask[row * size + column] = inside * inside;
    }
  }
  return mask;
}
