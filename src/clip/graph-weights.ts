// Stored weights as leaves of a graph: referenced in their files, cast to the type that the graph computes in.
import { cast } from '../graph/ops/cast.ts';
import { transpose } from '../graph/ops/transpose.ts';
import { type Tensor, weight } from '../graph/tensor.ts';
import type { StoredTensor } from './stored-weights.ts';
import { type ClipWeights, mapWeights } from './weights.ts';

/**
 * The weights as constant tensors of `type`. They are frozen: no gradient is computed for a weight that is not a target.
 *
 * @param stored `weights` of a CLIP that was opened
 * @param type that the graph computes in; they are cast to it
 * @example
 * ```ts
 * import { openClip } from 'mpafer';
 * import { frozenWeights } from 'mpafer/graph';
 * const clip = await openClip('face-clip');
 * console.log(frozenWeights(clip.weights).image.classEmbedding.shape); // [ 192 ]
 * ```
 */
export const frozenWeights = (
  stored: ClipWeights<StoredTensor>,
  type: 'float32' | 'float64' = 'float32',
): ClipWeights<Tensor> =>
  mapWeights(stored, ({ file, dtype, shape, begin, end, transposed }, name) => {
    const leaf = cast(weight({ name, file, type: dtype, shape, begin, end }), type);
    return transposed ? transpose(leaf) : leaf;
  });
