// First stage, the loss: the image tower learns to classify faces, by class token and by patches, against class vectors in the shared space.
import type { ClipConfig } from '../../clip/config.ts';
import type { NumericArray } from '../../core/array.ts';
import { add } from '../../graph/ops/add.ts';
import { exp } from '../../graph/ops/exp.ts';
import { matMul } from '../../graph/ops/mat-mul.ts';
import { mean } from '../../graph/ops/mean.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { slice } from '../../graph/ops/slice.ts';
import { softmax } from '../../graph/ops/softmax.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import { constant, input, scalar, type Tensor } from '../../graph/tensor.ts';
import { cosines } from '../../nn/cosine.ts';
import { crossEntropy } from '../../nn/cross-entropy.ts';
import { linearLayer } from '../../nn/linear-layer.ts';
import { type GuideShape, guide } from '../guide/guide.ts';
import { guideWindows } from '../guide/guide-windows.ts';
import { imageInputs } from '../optimiser/parameters.ts';
import { visiblePatches } from './visible-patches.ts';

export interface ImageGraph {
  readonly loss: Tensor;
  /** [B, C] */
  readonly globalScores: Tensor;
  /** [B, C], averaged over the visible patches. */
  readonly localScores: Tensor;
}

/** Inputs of the graph besides the parameters: `patches`, `places` and, for the loss, `targets` [B, C]. */
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

/** How the guide teaches the image tower. */
export interface Guidance {
  readonly shape: GuideShape;
  /** Weight of the distance between the tower's and the guide's features of a patch. */
  readonly weight: number;
  /** Share of the guide's probabilities in the targets; the rest is the votes. */
  readonly share: number;
  /** Share of the patch loss whose targets are the guide's probabilities at each patch, by its evidence there alone. */
  readonly place: number;
}

/**
 * Cross-entropy of exp(logitScale) times the cosines with the class vectors against the votes: for the global embedding, and for the
 * mean over patches with weight `localWeight`. At chance (1 + localWeight) ln C.
 *
 * With guidance, the targets blend the votes with the guide's probabilities, and `weight` times the mean squared distance between a
 * linear map of each visible patch's token and the guide's feature is added; this term is about `weight` at the start. A share `place`
 * of the patch loss is the mean over the visible patches of their own cross-entropy against the guide's probabilities at their place: a
 * mean over patches alone lets every patch say the same.
 *
 * `advantage` [C] is added to the scores in the loss alone (Menon et al., "Long-tail learning via logit adjustment", ICLR 2021): the
 * tower need not learn what it says already, so that with the logarithm of the classes' shares its own scores are those of equally
 * frequent classes.
 */
export function imageGraph(
  config: ClipConfig,
  classes: number,
  visible: number,
  localWeight: number,
  {
    guidance,
    advantage,
  }: { readonly guidance?: Guidance | undefined; readonly advantage?: NumericArray | undefined } = {},
): ImageGraph {
  const { global, patches, tokens } = imageFeatures(config, visible);
  const vectors = input('classVectors', [classes, config.embedding]);
  const scale = exp(input('logitScale', []));
  const votes = input('targets', ['B', classes]);
  const globalScores = multiply(cosines(global, vectors), scale);
  const patchCosines = cosines(patches, vectors);
  const localScores = multiply(mean(patchCosines, [1]), scale);
  const seen = guidance === undefined ? undefined : guide(guidance.shape, guideWindows(guidance.shape));
  const targets =
    guidance === undefined || guidance.share === 0
      ? votes
      : add(multiply(votes, scalar(1 - guidance.share)), multiply(softmax(seen!.scores), scalar(guidance.share)));
  const judged = (scores: Tensor) =>
    crossEntropy(advantage === undefined ? scores : add(scores, constant(advantage)), targets);
  const whole = judged(globalScores);
  const local = judged(localScores);
  if (guidance === undefined)
    return { loss: add(whole, multiply(local, scalar(localWeight))), globalScores, localScores };
  const { side, width } = guidance.shape;
  const places = slice(input('places', ['B', visible, 1 + side * side]), 2, 1, 1 + side * side);
  const placed =
    guidance.place === 0
      ? local
      : add(
          multiply(local, scalar(1 - guidance.place)),
          multiply(
            crossEntropy(multiply(patchCosines, scale), softmax(matMul(places, seen!.evidence))),
            scalar(guidance.place),
          ),
        );
  const loss = add(whole, multiply(placed, scalar(localWeight)));
  const head = {
    weight: input('guideHead.weight', [width, config.image.width]),
    bias: input('guideHead.bias', [width]),
  };
  const difference = subtract(linearLayer(tokens, head), matMul(places, seen!.patches));
  const distance = mean(multiply(difference, difference));
  return { loss: add(loss, multiply(distance, scalar(guidance.weight))), globalScores, localScores };
}
