// Class prototypes (Eq. 6): the mean of the frozen tower's global features over a class's training images.
import { float32, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';

/**
 * Selects the images that prototypes are computed from: all, or `samples` per class at random (Table 3).
 *
 * @param labels class of each image
 * @returns positions in `labels`, in rising order
 */
export function prototypeSelection(labels: readonly number[], samples: number | undefined, random: Random): number[] {
  const order = random.split('prototypes').permutation(labels.length);
  const taken = new Map<number, number>();
  return Array.from(order)
    .filter((index) => {
      const count = (taken.get(labels[index]!) ?? 0) + 1;
      taken.set(labels[index]!, count);
      return samples === undefined || count <= samples;
    })
    .sort((a, b) => a - b);
}

/**
 * p_c = (1 / |D_c|) sum z(x), over features that are not normalised to unit length.
 *
 * @param features [n, E]
 * @param labels class of each row
 * @param classNames by index, for messages
 * @throws MpaferError `data` when a class has no image
 * @example
 * ```ts
 * import { float32, prototypes } from 'mpafer/graph';
 * const features = float32([1, 3, 0, 8], [2, 2]);
 * console.log([...prototypes(features, [0, 1], ['left', 'right']).data]); // [ 1, 3, 0, 8 ]
 * ```
 */
export function prototypes(
  features: NumericArray<'float32'>,
  labels: readonly number[],
  classNames: readonly string[],
): NumericArray<'float32'> {
  const width = features.shape[1]!;
  const sums = new Float64Array(classNames.length * width);
  const counts = new Array<number>(classNames.length).fill(0);
  labels.forEach((label, row) => {
    counts[label]!++;
    for (let i = 0; i < width; i++) sums[label * width + i]! += features.data[row * width + i]!;
  });
  const empty = classNames.filter((_, index) => counts[index] === 0);
  if (empty.length > 0) {
    throw new MpaferError(
      'data',
      `Cannot make a prototype of ${empty.join(', ')}: the training split has no image of it`,
      {
        hint: 'Give each class an image, or set prototypeAlignment=none and leave the class out',
      },
    );
  }
  return float32(
    Float32Array.from(sums, (sum, index) => sum / counts[Math.floor(index / width)]!),
    [classNames.length, width],
  );
}
