// The image tower on a subset of an image's patches: hidden patches cost nothing. With all patches it is CLIP's image tower.
import { blockOptions } from '../../clip/block-options.ts';
import type { ClipConfig } from '../../clip/config.ts';
import type { ImageTowerWeights } from '../../clip/weights.ts';
import { fixed } from '../../core/shape.ts';
import { add } from '../../graph/ops/add.ts';
import { concat } from '../../graph/ops/concat.ts';
import { expand } from '../../graph/ops/expand.ts';
import { linear } from '../../graph/ops/linear.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { slice } from '../../graph/ops/slice.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { block, norm } from '../../nn/block.ts';

export interface VisibleFeatures {
  /** [B, E], from the class token, not at unit length. */
  readonly global: Tensor;
  /** [B, n, E], from the visible patches. */
  readonly patches: Tensor;
  /** [B, n, Dv], the visible patches before the projection. */
  readonly tokens: Tensor;
}

/**
 * @param kernel [Dv, p p]: the patch embedding for grey patches
 * @param patches [B, n, p p]: n visible patches of each image, grey and normalised (`greyMean`, `greyDeviation`)
 * @param places [B, n, 1 + N]: one-hot row of each patch in the position table; unlike a lookup, a product with it has a gradient
 * that does not depend on the number of threads
 */
export function visiblePatches(
  weights: ImageTowerWeights<Tensor>,
  { image }: ClipConfig,
  kernel: Tensor,
  patches: Tensor,
  places: Tensor,
): VisibleFeatures {
  const batch = patches.shape[0]!;
  const count = fixed(patches.shape, 1);
  const classPosition = slice(weights.positionEmbedding, 0, 0, 1);
  const classRow = reshape(add(reshape(weights.classEmbedding, [1, image.width]), classPosition), [1, 1, image.width]);
  const rows = add(linear(patches, kernel, 'out-in'), linear(places, weights.positionEmbedding, 'in-out'));
  const first = concat([expand(classRow, [batch, 1, image.width]), rows], 1);
  const options = blockOptions(image);
  const last = weights.blocks.reduce(
    (x, blockWeights) => block(x, blockWeights, options),
    norm(first, weights.preNorm, image.epsilon),
  );
  const tokens = norm(last, weights.postNorm, image.epsilon);
  const features = linear(tokens, weights.projection, 'out-in');
  return {
    global: reshape(slice(features, 1, 0, 1), [batch, features.shape[2]!]),
    patches: slice(features, 1, 1, count + 1),
    tokens: slice(tokens, 1, 1, count + 1),
  };
}
