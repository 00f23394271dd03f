// A picture turned by quarters, and faces found in it turned back.
import type { RgbImage } from '../core/image.ts';
import type { Box, Point } from './face.ts';

/** The picture turned by 90 degrees counter-clockwise: its right edge becomes the upper one. */
export function turned({ width, height, data }: RgbImage): RgbImage {
  const result = new Uint8Array(data.length);
  let to = 0;
  for (let x = width - 1; x >= 0; x--) {
    for (let y = 0; y < height; y++) {
      const from = (y * width + x) * 3;
      result[to] = data[from]!;
      result[to + 1] = data[from + 1]!;
      result[to + 2] = data[from + 2]!;
      to += 3;
    }
  }
  return { width: height, height: width, data: result };
}

/** Where a point of the turned picture is in the original, which is `width` pixels wide. */
export const turnedBack = ({ x, y }: Point, width: number): Point => ({ x: width - y, y: x });

export const boxTurnedBack = (box: Box, width: number): Box => ({
  x: width - box.y - box.height,
  y: box.x,
  width: box.height,
  height: box.width,
});
