// The image tower's weights as constants of a graph, for a self-contained model.
import type { ClipModel } from '../clip/load-clip.ts';
import type { StoredTensor } from '../clip/stored-weights.ts';
import { type ImageTowerWeights, mapImageTower } from '../clip/weights.ts';
import { float32, type NumericArray } from '../core/array.ts';
import { fixed } from '../core/shape.ts';
import { constant, type Tensor } from '../graph/tensor.ts';
import { toFloat32 } from '../safetensors/half.ts';

/** Reads every weight once, as float32 and [out, in], whatever the stored orientation. */
export async function inlineImageTower({ weights, readWeight }: ClipModel): Promise<ImageTowerWeights<Tensor>> {
  const arrays = new Map<StoredTensor, NumericArray>();
  const stored: StoredTensor[] = [];
  mapImageTower(weights.image, (weight) => stored.push(weight), 'image');
  for (const weight of stored) {
    const array = toFloat32(await readWeight(weight));
    arrays.set(weight, weight.transposed ? turned(array) : array);
  }
  return mapImageTower(weights.image, (weight) => constant(arrays.get(weight)!), 'image');
}

/** Transposes [I, O] to [O, I]. */
export function turned({ shape, data }: NumericArray): NumericArray {
  const [rows, columns] = [fixed(shape, 0), fixed(shape, 1)];
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) values[column * rows + row] = Number(data[row * columns + column]);
  return float32(values, [columns, rows]);
}
