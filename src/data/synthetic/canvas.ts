// A small painter: anti-aliased polygons, strokes and soft spots on plain float pixels, the same on every machine.
import type { RgbImage } from '../../core/image.ts';

/** In pixels, from the top left corner. */
export type Point = readonly [x: number, y: number];

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** One colour, or a colour per position. */
export type Paint = Colour | ((x: number, y: number) => Colour);

/** How much of each pixel a shape covers, 0 to 1, within the rectangle that holds the shape. */
export interface Mask {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** [height, width] */
  readonly cover: Float32Array;
}

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

/** Sub-rows per pixel; coverage along a row is exact. */
const subRows = 4;

/** An empty mask for a shape that reaches `reach` pixels beyond its points. */
function emptyMask({ size }: Canvas, points: readonly Point[], reach = 0): Mask {
  const bound = (value: number) => Math.min(Math.max(value, 0), size);
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const left = bound(Math.floor(Math.min(...xs) - reach));
  const top = bound(Math.floor(Math.min(...ys) - reach));
  const width = bound(Math.ceil(Math.max(...xs) + reach)) - left;
  const height = bound(Math.ceil(Math.max(...ys) + reach)) - top;
  return { left, top, width, height, cover: new Float32Array(width * height) };
}

/** Coverage of a closed polygon (even-odd). */
export function polygonMask(canvas: Canvas, points: readonly Point[]): Mask {
  const mask = emptyMask(canvas, points);
  const { left, top, width, height, cover } = mask;
  const crossings: number[] = [];
  for (let row = 0; row < height * subRows; row++) {
    const y = top + (row + 0.5) / subRows;
    crossings.length = 0;
    for (let index = 0, last = points.length - 1; index < points.length; last = index++) {
      const [ax, ay] = points[last]!;
      const [bx, by] = points[index]!;
      if (ay <= y !== by <= y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax) - left);
    }
    crossings.sort((a, b) => a - b);
    const start = Math.floor(row / subRows) * width;
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const from = Math.max(crossings[pair]!, 0);
      const to = Math.min(crossings[pair + 1]!, width);
      for (let x = Math.floor(from); x < to; x++) {
        cover[start + x]! += (Math.min(x + 1, to) - Math.max(x, from)) / subRows;
      }
    }
  }
  return mask;
}

/** Coverage of a line through points whose half-width changes linearly from `startRadius` to `endRadius`, with round caps. */
export function strokeMask(
  canvas: Canvas,
  points: readonly Point[],
  startRadius: number,
  endRadius = startRadius,
): Mask {
  const mask = emptyMask(canvas, points, Math.max(startRadius, endRadius) + 1);
  const { left, top, width, height, cover } = mask;
  const segments = points.length - 1;
  for (let index = 0; index < segments; index++) {
    const [ax, ay] = points[index]!;
    const [bx, by] = points[index + 1]!;
    const from = startRadius + ((endRadius - startRadius) * index) / segments;
    const to = startRadius + ((endRadius - startRadius) * (index + 1)) / segments;
    const reach = Math.max(from, to) + 1;
    const squared = (bx - ax) ** 2 + (by - ay) ** 2;
    const bottom = Math.min(height, Math.ceil(Math.max(ay, by) + reach) - top);
    const right = Math.min(width, Math.ceil(Math.max(ax, bx) + reach) - left);
    for (let row = Math.max(0, Math.floor(Math.min(ay, by) - reach) - top); row < bottom; row++) {
      for (let column = Math.max(0, Math.floor(Math.min(ax, bx) - reach) - left); column < right; column++) {
        const dx = left + column + 0.5 - ax;
        const dy = top + row + 0.5 - ay;
        const along = squared > 0 ? Math.min(1, Math.max(0, (dx * (bx - ax) + dy * (by - ay)) / squared)) : 0;
        const radius = from + (to - from) * along;
        const distance = Math.sqrt((dx - along * (bx - ax)) ** 2 + (dy - along * (by - ay)) ** 2);
        // A line thinner than a pixel covers it only partly.
        const covered = Math.min(1, Math.max(0, radius + 0.5 - distance)) * Math.min(1, 2 * radius);
        const at = row * width + column;
        if (covered > cover[at]!) cover[at] = covered;
      }
    }
  }
  return mask;
}

/** A soft elliptical spot that fades to nothing at its rim. */
export function spotMask(canvas: Canvas, [x, y]: Point, radiusX: number, radiusY: number): Mask {
  const mask = emptyMask(canvas, [
    [x - radiusX, y - radiusY],
    [x + radiusX, y + radiusY],
  ]);
  const { left, top, width, height, cover } = mask;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const inside = 1 - ((left + column + 0.5 - x) / radiusX) ** 2 - ((top + row + 0.5 - y) / radiusY) ** 2;
      if (inside > 0) cover[row * width + column] = inside * inside;
    }
  }
  return mask;
}

/** Paints the canvas where the mask and the clip, if any, overlap. */
export function paint({ size, pixels }: Canvas, mask: Mask, colour: Paint, alpha = 1, clip?: Mask): void {
  const { left, top, width, height, cover } = mask;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = left + column;
      const y = top + row;
      const covered = cover[row * width + column]!;
      const share = covered > 0 ? alpha * covered * (clip === undefined ? 1 : coverAt(clip, x, y)) : 0;
      if (share <= 0) continue;
      const [red, green, blue] = typeof colour === 'function' ? colour(x + 0.5, y + 0.5) : colour;
      const at = (y * size + x) * 3;
      pixels[at]! += (red - pixels[at]!) * share;
      pixels[at + 1]! += (green - pixels[at + 1]!) * share;
      pixels[at + 2]! += (blue - pixels[at + 2]!) * share;
    }
  }
}

function coverAt({ left, top, width, height, cover }: Mask, x: number, y: number): number {
  const column = x - left;
  const row = y - top;
  return column >= 0 && column < width && row >= 0 && row < height ? cover[row * width + column]! : 0;
}
