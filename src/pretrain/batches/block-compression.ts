// What JPEG leaves of a grey picture: blocks of 8 x 8 pixels, their cosine transform rounded to the steps of a quality.

const side = 8;

/** Steps at quality 50 for grey (ITU-T T.81, table K.1), row by row. */
const steps = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];

/** The cosine transform [frequency, pixel] of a row of 8, with orthonormal rows. */
const transform = Float64Array.from({ length: side * side }, (_, at) => {
  const [frequency, pixel] = [Math.floor(at / side), at % side];
  return Math.sqrt((frequency === 0 ? 1 : 2) / side) * Math.cos(((2 * pixel + 1) * frequency * Math.PI) / (2 * side));
});

/**
 * Compresses a view [S, S] (0-255), in place. Blocks that reach beyond it see its edge pixels repeated.
 *
 * @param quality 1 to 100, as libjpeg counts it
 * @param phase pixels, 0 to 7, by which the blocks begin before the view: a face begins anywhere in its photograph
 */
export function compressBlocks(view: Float32Array, size: number, quality: number, phase: number): void {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  const table = steps.map((step) => Math.min(Math.max(Math.floor((step * percent + 50) / 100), 1), 255));
  const block = new Float64Array(side * side);
  const other = new Float64Array(side * side);
  const inside = (place: number) => Math.min(Math.max(place, 0), size - 1);
  for (let top = -phase; top < size; top += side)
    for (let left = -phase; left < size; left += side) {
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++) block[y * side + x] = view[inside(top + y) * size + inside(left + x)]! - 128;
      along(block, other, true);
      along(other, block, true);
      for (let at = 0; at < side * side; at++) block[at] = Math.round(block[at]! / table[at]!) * table[at]!;
      along(block, other, false);
      along(other, block, false);
      for (let y = Math.max(0, -top); y < side && top + y < size; y++)
        for (let x = Math.max(0, -left); x < side && left + x < size; x++)
          view[(top + y) * size + left + x] = Math.min(Math.max(block[y * side + x]! + 128, 0), 255);
    }
}

/** Transforms the rows of `from`, or back, and writes them as the columns of `into`: twice is both directions. */
function along(from: Float64Array, into: Float64Array, forward: boolean): void {
  for (let row = 0; row < side; row++)
    for (let to = 0; to < side; to++) {
      let sum = 0;
      for (let at = 0; at < side; at++)
        sum += from[row * side + at]! * (forward ? transform[to * side + at]! : transform[at * side + to]!);
      into[to * side + row] = sum;
    }
}
