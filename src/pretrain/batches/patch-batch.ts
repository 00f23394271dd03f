// Views of faces as inputs of the image tower: normalised patches and their positions.
import { float32, type NumericArray } from '../../core/array.ts';
import type { Random } from '../../core/random.ts';
import { greyDeviation, greyMean } from './greyscale.ts';

export interface PatchBatch {
  /** [B, n, p p] */
  readonly patches: NumericArray;
  /** [B, n, 1 + N]: one-hot rows of the position table. */
  readonly places: NumericArray;
}

/**
 * @param views writes view `index` into an array [S, S]
 * @param visible n, how many of the N patches are kept; they are drawn separately for each image
 */
export function patchBatch(
  count: number,
  size: number,
  patch: number,
  visible: number,
  views: (index: number, view: Float32Array) => void,
  random: (index: number) => Random,
): PatchBatch {
  const side = size / patch;
  const total = side * side;
  const area = patch * patch;
  const patches = new Float32Array(count * visible * area);
  const places = new Float32Array(count * visible * (1 + total));
  const view = new Float32Array(size * size);
  const inOrder = Uint32Array.from({ length: total }, (_, place) => place);
  for (let index = 0; index < count; index++) {
    views(index, view);
    const order = visible === total ? inOrder : random(index).permutation(total);
    for (let slot = 0; slot < visible; slot++) {
      const place = order[slot]!;
      const row = index * visible + slot;
      places[row * (1 + total) + 1 + place] = 1;
      const corner = Math.floor(place / side) * patch * size + (place % side) * patch;
      let to = row * area;
      for (let y = 0; y < patch; y++)
        for (let x = 0; x < patch; x++) patches[to++] = (view[corner + y * size + x]! / 255 - greyMean) / greyDeviation;
    }
  }
  return {
    patches: float32(patches, [count, visible, area]),
    places: float32(places, [count, visible, 1 + total]),
  };
}
