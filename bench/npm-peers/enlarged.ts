// A face as red, green and blue planes from 0 to 1, resized to a square bilinearly with aligned pixel centres, as OpenCV does.
import type { RgbImage } from '../../src/core/image.ts';

/** [3, side, side] */
export function enlarged({ width, height, data }: RgbImage, side: number): Float32Array {
  const result = new Float32Array(3 * side * side);
  const rows = places(height, side);
  const columns = places(width, side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [top, bottom, down] = rows[y]!;
      const [left, right, across] = columns[x]!;
      for (let channel = 0; channel < 3; channel++) {
        const at = (row: number, column: number) => data[3 * (row * width + column) + channel]!;
        const above = at(top, left) * (1 - across) + at(top, right) * across;
        const below = at(bottom, left) * (1 - across) + at(bottom, right) * across;
        result[(channel * side + y) * side + x] = (above * (1 - down) + below * down) / 255;
      }
    }
  return result;
}

/** For each new pixel, its two source neighbours and the weight of the second. */
const places = (from: number, to: number) =>
  Array.from({ length: to }, (_, index) => {
    const place = Math.min(Math.max(((index + 0.5) * from) / to - 0.5, 0), from - 1);
    const first = Math.floor(place);
    return [first, Math.min(first + 1, from - 1), place - first] as const;
  });
