// An epoch's record, from the sums over its steps and the prompts at its end.

import type { EpochRecord } from '../evaluate/epoch-record.ts';
import { mapPrompts, type PromptArrays } from '../method/prompts.ts';
import type { Evaluation } from '../metrics/evaluation.ts';
import { type Floats, gradientNorm } from '../nn/optim/gradient-norm.ts';
import type { NearestWord } from '../recognise/nearest-words.ts';
import type { HeldOutAlignment } from './alignment-meter.ts';
import type { RunState } from './run-state.ts';

/** What was measured after the epoch's last step. */
export interface EpochEnd {
  /** On the validation split, where it was this epoch's turn. */
  readonly valid: Evaluation | undefined;
  /** On the test split, where the configuration asks for it. */
  readonly test?: Evaluation | undefined;
  readonly alignment: HeldOutAlignment | undefined;
  readonly words: readonly (readonly NearestWord[])[];
}

/** @param start the prompts before the first step */
export function epochSummary(
  start: PromptArrays,
  { prompts, sums, epoch, step }: RunState,
  rate: number,
  { valid, test, alignment, words }: EpochEnd,
): EpochRecord {
  const mean = (name: string) => sums.losses[name]! / sums.images;
  const present = <Name extends string>(name: Name) =>
    (sums.losses[name] === undefined ? {} : { [name]: mean(name) }) as { [name in Name]?: number };
  const norms = mapPrompts(prompts, ({ data }) => gradientNorm([data]));
  const drifts = mapPrompts(prompts, ({ data }, kind) => drift(data, start[kind]!.data));
  return {
    epoch: epoch + 1,
    step,
    learningRate: rate,
    loss: mean('loss'),
    classification: mean('classification'),
    ...present('tokenAlignment'),
    ...present('promptAlignment'),
    ...present('prototypeAlignment'),
    ...present('textTie'),
    ...present('textMoments'),
    ...present('logitConsistency'),
    ...present('imageConsistency'),
    ...present('marginPenalty'),
    trainWar: sums.correct / sums.images,
    gradientNormContext: sums.normContext / sums.steps,
    contextNorm: norms.context,
    contextDrift: drifts.context,
    ...(prompts.visual && {
      gradientNormVisual: sums.normVisual / sums.steps,
      visualNorm: norms.visual,
      visualDrift: drifts.visual,
    }),
    ...(norms.residual !== undefined && {
      gradientNormResidual: (sums.normResidual ?? 0) / sums.steps,
      residualNorm: norms.residual,
    }),
    ...(valid && { valid: { n: valid.n, war: valid.war, uar: valid.uar, nll: valid.nll, ...alignment } }),
    ...(test && { test: { n: test.n, war: test.war, uar: test.uar, nll: test.nll } }),
    nearestWords: words,
  };
}

/** |now - start| / |start|. */
function drift(now: Floats, start: Floats): number {
  const difference = Float64Array.from(now, (value, index) => value - start[index]!);
  return gradientNorm([difference]) / Math.max(gradientNorm([start]), Number.MIN_VALUE);
}
