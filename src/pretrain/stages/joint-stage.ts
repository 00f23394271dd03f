// Third stage: both towers together, contrasting images with captions. Images of the same expression are not negatives of each other.
import type { ClipConfig } from '../../clip/config.ts';
import type { Tokenizer } from '../../clip/tokenizer.ts';
import type { Random } from '../../core/random.ts';
import { expressions } from '../../data/expressions.ts';
import type { Engine } from '../../engine/engine.ts';
import { add } from '../../graph/ops/add.ts';
import { divide } from '../../graph/ops/divide.ts';
import { exp } from '../../graph/ops/exp.ts';
import { linear } from '../../graph/ops/linear.ts';
import { mean } from '../../graph/ops/mean.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { reduceSum } from '../../graph/ops/reduce-sum.ts';
import { input, scalar, type Tensor } from '../../graph/tensor.ts';
import { cosines } from '../../nn/cosine.ts';
import { crossEntropy } from '../../nn/cross-entropy.ts';
import { captionBatch, captionWithin } from '../batches/caption-batch.ts';
import type { FaceSet } from '../batches/face-set.ts';
import { batchIndices, drawPatches, drawViews, targetsOf } from '../batches/image-batch.ts';
import { pureCaption } from '../captions/captions.ts';
import type { Parameters } from '../optimiser/parameters.ts';
import type { PretrainConfiguration } from '../pretrain-configuration.ts';
import { imageFeatures } from './image-stage.ts';
import { imageStagePlan, type StageTraining } from './stage-training.ts';
import { captionFeatures } from './text-stage.ts';
import { compileLoss, type LossProgram } from './trainer.ts';

/** Captions of each expression in each part of a batch, and the largest number of tokens of a caption. */
const captionsPerClass = 4;
const length = 24;

/**
 * With scores S = exp(logitScale) cos(image, caption) [B, J] and the agreement of votes and captions A = targets shares' [B, J], the sum
 * of three cross-entropies: each image's scores against its row of A; the same for the mean over patches, with weight `localWeight`;
 * and each caption's scores against its column of A, with weight `captionWeight`. Rows and columns of A are normalised to sum to 1.
 */
export function jointLoss(
  config: ClipConfig,
  classes: number,
  visible: number,
  { localWeight, captionWeight }: { readonly localWeight: number; readonly captionWeight: number },
): Tensor {
  const count = captionsPerClass * classes;
  const { global, patches } = imageFeatures(config, visible);
  const text = captionFeatures(config, count, length);
  const scale = exp(input('logitScale', []));
  const targets = input('targets', ['B', classes]);
  const shares = input('shares', [count, classes]);
  const towards = (agreement: Tensor) => divide(agreement, add(reduceSum(agreement, [-1], true), scalar(1e-6)));
  const rows = towards(linear(targets, shares, 'out-in'));
  const columns = towards(linear(shares, targets, 'out-in'));
  const images = crossEntropy(multiply(cosines(global, text), scale), rows);
  const local = crossEntropy(multiply(mean(cosines(patches, text), [1]), scale), rows);
  const captions = crossEntropy(multiply(cosines(text, global), scale), columns);
  return add(add(images, multiply(local, scalar(localWeight))), multiply(captions, scalar(captionWeight)));
}

export const jointNames = (parameters: Parameters): string[] =>
  [...parameters.keys()].filter((name) => name !== 'classVectors');

export function jointTraining(
  configuration: PretrainConfiguration,
  config: ClipConfig,
  faces: FaceSet,
  tokenizer: Tokenizer,
  engines: readonly Engine[],
  random: Random,
): StageTraining {
  const { visible, captionWeight } = configuration.jointStage;
  const plan = imageStagePlan(faces.count, configuration.jointStage);
  const { batch, stepsPerEpoch } = plan;
  const shown = Math.max(1, Math.round(visible * (config.image.size / config.image.patch) ** 2));
  const weights = { localWeight: configuration.localWeight, captionWeight };
  let program: Promise<LossProgram> | undefined;
  return {
    ...plan,
    names: jointNames,
    program(_, parameters) {
      program ??= compileLoss(engines, jointLoss(config, faces.classes, shown, weights), jointNames(parameters));
      return program;
    },
    batchOf(step) {
      const stream = random.split('captions', step);
      const captions = Array.from({ length: engines.length * captionsPerClass * faces.classes }, (_, row) =>
        captionWithin(
          length,
          tokenizer,
          (draws) => pureCaption(expressions[row % faces.classes]!, draws),
          stream.split(row),
        ),
      );
      const indices = batchIndices(faces.count, batch, step, stepsPerEpoch, random);
      const views = random.split('view', step);
      return {
        ...drawPatches(drawViews(configuration, faces, indices, views), config, shown, views),
        targets: targetsOf(faces, indices),
        ...captionBatch(captions, tokenizer, config, length, engines.length),
      };
    },
    async release() {
      await (await program)?.release();
    },
  };
}
