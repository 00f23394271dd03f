// CLIP's image tower: pixels in, one global and N patch embeddings out, with optional deep visual prompts.
import { fixed } from '../core/shape.ts';
import { add } from '../graph/ops/add.ts';
import { concat } from '../graph/ops/concat.ts';
import { expand } from '../graph/ops/expand.ts';
import { linear } from '../graph/ops/linear.ts';
import { reshape } from '../graph/ops/reshape.ts';
import { slice } from '../graph/ops/slice.ts';
import { transpose } from '../graph/ops/transpose.ts';
import type { Tensor } from '../graph/tensor.ts';
import { block, norm, valuePath } from '../nn/block.ts';
import { blockOptions } from './block-options.ts';
import type { ClipConfig } from './config.ts';
import type { ImageTowerWeights } from './weights.ts';

/** The global embedding computed no further than it is needed: `patches` tells whether the patch tokens of the last layer are read too. */
export const globalOf = ({ global, globalAlone }: ImageFeatures, patches: boolean): Tensor =>
  patches ? global : globalAlone;

/** Embeddings in the space shared with text, not at unit length. What is not used is never computed. */
export interface ImageFeatures {
  /** [B, E], from the class token. */
  readonly global: Tensor;
  /** The same, for where no patch is read: the last layer is computed for the class token alone, a twelfth less of a ViT-B. */
  readonly globalAlone: Tensor;
  /** [B, N, E], from each patch token of the last layer. */
  readonly patches: Tensor;
  /** [B, N, E], from the value path of the last layer: each patch as if it attended to itself alone. */
  readonly valuePatches: Tensor;
}

/**
 * CLIP's image tower as a graph, with visual prompts or without.
 *
 * @param weights of the tower, as `frozenWeights` gives them
 * @param config sizes of the CLIP
 * @param pixels [B, 3, S, S], normalised
 * @param prompts [depth, P, Dv]: P prompt rows for each of the first `depth` layers, appended after the patches at the
 * layer's input, their outputs dropped; none unless given
 * @throws MpaferError `shape` when pixels or prompts do not fit the model
 * @example
 * ```ts
 * import { openClip } from 'mpafer';
 * import { frozenWeights, imageTower, input } from 'mpafer/graph';
 * const clip = await openClip('face-clip');
 * const { image } = frozenWeights(clip.weights);
 * const { global, patches } = imageTower(image, clip.config, input('pixels', ['B', 3, 48, 48]));
 * console.log(global.shape, patches.shape); // [ 'B', 128 ] [ 'B', 64, 128 ]
 * ```
 */
export function imageTower(
  weights: ImageTowerWeights<Tensor>,
  { image }: ClipConfig,
  pixels: Tensor,
  prompts?: Tensor,
): ImageFeatures {
  const options = blockOptions(image);
  const depth = prompts === undefined ? 0 : fixed(prompts.shape, 0);
  const layerPrompts = (layer: number) =>
    prompts !== undefined && layer < depth
      ? reshape(slice(prompts, 0, layer, layer + 1), prompts.shape.slice(1))
      : undefined;

  let x = norm(embedPatches(weights, image.patch, pixels), weights.preNorm, image.epsilon);
  const last = weights.blocks.at(-1)!;
  const lastOptions = { ...options, prompts: layerPrompts(weights.blocks.length - 1) };
  weights.blocks.slice(0, -1).forEach((blockWeights, layer) => {
    x = block(x, blockWeights, { ...options, prompts: layerPrompts(layer) });
  });
  const beforeLast = x;
  x = block(beforeLast, last, lastOptions);

  const patches = fixed(x.shape, 1);
  const project = (rows: Tensor) => linear(norm(rows, weights.postNorm, image.epsilon), weights.projection, 'out-in');
  const single = (row: Tensor) => project(reshape(row, [x.shape[0]!, image.width]));
  const classToken = (rows: Tensor) => slice(rows, 1, 0, 1);
  return {
    global: single(classToken(x)),
    globalAlone: single(block(beforeLast, last, { ...lastOptions, pick: classToken })),
    patches: project(slice(x, 1, 1, patches)),
    valuePatches: project(valuePath(slice(beforeLast, 1, 1, patches), last, options)),
  };
}

/** A convolution whose stride is its size is a matrix product over patches: [B, 3, S, S] to [B, 1 + N, Dv], positions added. */
function embedPatches(weights: ImageTowerWeights<Tensor>, patch: number, pixels: Tensor): Tensor {
  const [batch] = pixels.shape;
  const [channels, size] = [fixed(pixels.shape, 1), fixed(pixels.shape, 2)];
  const side = size / patch;
  const width = fixed(weights.classEmbedding.shape, 0);
  const grid = reshape(pixels, [batch!, channels, side, patch, side, patch]);
  const rows = reshape(transpose(grid, [0, 2, 4, 1, 3, 5]), [batch!, side * side, channels * patch * patch]);
  const kernel = reshape(weights.patchEmbedding, [width, channels * patch * patch]);
  const classToken = expand(reshape(weights.classEmbedding, [1, 1, width]), [batch!, 1, width]);
  return add(concat([classToken, linear(rows, kernel, 'out-in')], 1), weights.positionEmbedding);
}
