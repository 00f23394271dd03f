// First stage: the image tower learns to tell the classes apart, by its class token and by its patches, against vectors in the shared space.
import type { ClipConfig } from '../clip/config.ts';
import { add } from '../graph/ops/add.ts';
import { exp } from '../graph/ops/exp.ts';
import { mean } from '../graph/ops/mean.ts';
import { multiply } from '../graph/ops/multiply.ts';
import { input, scalar, type Tensor } from '../graph/tensor.ts';
import { cosines } from '../nn/cosine.ts';
import { crossEntropy } from '../nn/cross-entropy.ts';
import { imageInputs } from './parameters.ts';
import { visiblePatches } from './visible-patches.ts';

export interface ImageGraph {
  readonly loss: Tensor;
  /** [B, C] */
  readonly globalScores: Tensor;
  /** [B, C], mean over the visible patches. */
  readonly localScores: Tensor;
}

/** Inputs of the graph beside the parameters: `patches`, `places` and, for the loss, `targets` [B, C]. */
export const imageFeatures = (config: ClipConfig, visible: number) => {
  const { image } = config;
  const patches = (image.size / image.patch) ** 2;
  return visiblePatches(
    imageInputs(config),
    config,
    input('image.kernel', [image.width, image.patch ** 2]),
    input('patches', ['B', visible, image.patch ** 2]),
    input('places', ['B', visible, 1 + patches]),
  );
};

/**
 * Cross-entropy of the votes under exp(logitScale) times the cosines with the class vectors: of the global embedding, and of the mean
 * over patches with weight `localWeight`. At chance (1 + localWeight) ln C at most.
 */
export function imageGraph(config: ClipConfig, classes: number, visible: number, localWeight: number): ImageGraph {
  const { global, patches } = imageFeatures(config, visible);
  const vectors = input('classVectors', [classes, config.embedding]);
  const scale = exp(input('logitScale', []));
  const targets = input('targets', ['B', classes]);
  const globalScores = multiply(cosines(global, vectors), scale);
  const localScores = multiply(mean(cosines(patches, vectors), [1]), scale);
  const local = multiply(crossEntropy(localScores, targets), scalar(localWeight));
  return { loss: add(crossEntropy(globalScores, targets), local), globalScores, localScores };
}
