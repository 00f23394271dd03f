// Second stage: the text tower learns to map captions to the class vectors of the image stage. It needs no images.
import type { ClipConfig } from '../../clip/config.ts';
import { textTower } from '../../clip/text-tower.ts';
import type { Tokenizer } from '../../clip/tokenizer.ts';
import type { Random } from '../../core/random.ts';
import type { Engine } from '../../engine/engine.ts';
import { add } from '../../graph/ops/add.ts';
import { exp } from '../../graph/ops/exp.ts';
import { gather } from '../../graph/ops/gather.ts';
import { linear } from '../../graph/ops/linear.ts';
import { mean } from '../../graph/ops/mean.ts';
import { multiply } from '../../graph/ops/multiply.ts';
import { subtract } from '../../graph/ops/subtract.ts';
import { input, scalar, type Tensor } from '../../graph/tensor.ts';
import { cosines, rowCosines, unitLength } from '../../nn/cosine.ts';
import { crossEntropy } from '../../nn/cross-entropy.ts';
import { captionBatch, captionWithin } from '../batches/caption-batch.ts';
import { drawCaption } from '../captions/captions.ts';
import { type Parameters, textInputs } from '../optimiser/parameters.ts';
import type { PretrainConfiguration } from '../pretrain-configuration.ts';
import type { StageTraining } from './stage-training.ts';
import { compileLoss, type LossProgram } from './trainer.ts';

/** Embeddings [J, E] of the captions `ids` [J, T], whose end tokens are at rows `ends` [J]. */
export function captionFeatures(config: ClipConfig, count: number, length: number): Tensor {
  const weights = textInputs(config);
  const rows = gather(weights.tokenEmbedding, input('ids', [count, length], 'int64'));
  return textTower(weights, config, rows, input('ends', [count], 'int64'));
}

/** Weight of the distance between a caption's embedding and its mixture of class vectors, relative to the cross-entropy. */
const mixtureWeight = 5;

/**
 * Cross-entropy of exp(logitScale) cos(caption, class vectors) against the caption's shares, plus 5 times one minus its cosine with the
 * mixture of unit class vectors in these shares. At chance ln C + 5.
 */
export function textLoss(config: ClipConfig, classes: number, count: number, length: number): Tensor {
  const text = captionFeatures(config, count, length);
  const vectors = input('classVectors', [classes, config.embedding]);
  const shares = input('shares', [count, classes]);
  const scores = multiply(cosines(text, vectors), exp(input('logitScale', [])));
  const mixture = linear(shares, unitLength(vectors), 'in-out');
  const distance = mean(subtract(scalar(1), rowCosines(text, mixture)));
  return add(crossEntropy(scores, shares), multiply(distance, scalar(mixtureWeight)));
}

export const textNames = (parameters: Parameters): string[] =>
  [...parameters.keys()].filter((name) => name.startsWith('text.'));

/** Largest number of tokens of a caption: in two of every three steps, and in the third. */
const lengths = [20, 56] as const;

export function textTraining(
  configuration: PretrainConfiguration,
  config: ClipConfig,
  tokenizer: Tokenizer,
  classes: number,
  engines: readonly Engine[],
  random: Random,
): StageTraining {
  const { steps, batch, rate, warmup, averageDecay } = configuration.textStage;
  const programs = new Map<number, Promise<LossProgram>>();
  const lengthAt = (step: number) => lengths[step % 3 === 2 ? 1 : 0];
  return {
    steps,
    stepsPerEpoch: steps,
    batch,
    averageDecay,
    schedule: { peak: rate, steps, warmup: Math.round(steps * warmup) },
    names: textNames,
    program(step, parameters) {
      const length = lengthAt(step);
      const made =
        programs.get(length) ??
        compileLoss(engines, textLoss(config, classes, batch / engines.length, length), textNames(parameters));
      programs.set(length, made);
      return made;
    },
    batchOf(step) {
      const stream = random.split('captions', step);
      const captions = Array.from({ length: batch }, (_, row) =>
        captionWithin(lengthAt(step), tokenizer, drawCaption, stream.split(row)),
      );
      return captionBatch(captions, tokenizer, config, lengthAt(step), engines.length);
    },
    async release() {
      for (const program of programs.values()) await (await program).release();
    },
  };
}
