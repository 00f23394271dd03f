// One epoch of steps: batch, losses and gradients, clipping, update.

import type { Configuration } from '../configuration/configuration.ts';
import { argmax } from '../core/argmax.ts';
import { float32 } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { trainingBatches } from '../data/batches.ts';
import { samplers } from '../data/sampler.ts';
import { labelTarget, voteTarget } from '../data/targets.ts';
import type { StepSums } from '../evaluate/epoch-record.ts';
import { mapPrompts, type PerPrompt, promptValues } from '../method/prompts.ts';
import { clipFactor, gradientNorm } from '../nn/optim/gradient-norm.ts';
import { learningRate, type Schedule } from '../nn/optim/schedule.ts';
import { sgdStep } from '../nn/optim/sgd.ts';
import { onAny } from '../team/agreement.ts';
import type { RunSetup } from './run-setup.ts';
import { type RunState, stateBytes } from './run-state.ts';
import { requireSameState } from './shared/same-state.ts';
import type { Step } from './steps/step.ts';
import type { StepEvent, TrainEvent } from './train-event.ts';

/**
 * Runs the rest of the epoch that `state` is in.
 *
 * @throws MpaferError `aborted` when the signal says so, after a last checkpoint; `run` when a loss is no longer a number
 */
export async function* trainEpoch(setup: RunSetup, state: RunState): AsyncGenerator<TrainEvent, void> {
  const { input, identity, samples } = setup;
  const { training, cache } = setup.programs;
  const { configuration } = input;
  const size = input.clip.config.image.size;
  const classes = identity.classes.length;
  const schedule = scheduleOf(configuration, samples.train.length);
  const batches = trainingBatches({
    samples: samples.train,
    batch: configuration.batch,
    classes,
    imageSize: size,
    cache,
    epoch: state.epoch,
    random: setup.random,
    startAt: state.batch,
    sampler: samplers[configuration.sampler],
    target: configuration.softLabels ? voteTarget : labelTarget,
    mean: input.clip.preprocessing.mean,
    deviation: input.clip.preprocessing.deviation,
    augmentation: configuration.augmentation,
    needed: rowsOfRank(input),
  });
  for await (const batch of batches) {
    const pixels = float32(batch.pixels, [batch.size, 3, size, size]);
    const step = await training.step(state.prompts, pixels, float32(batch.targets, [batch.size, classes]));
    const rate = learningRate(state.step, schedule);
    const norms = mapPrompts(step.gradients, (gradient) => gradientNorm([gradient]));
    refuseDivergence([...Object.values(step.losses), ...promptValues(norms)], step, state);
    update(configuration, state, step, norms, rate);
    // Prompts that overflow may go unnoticed until they are evaluated, and must not get into a checkpoint.
    refuseDivergence([gradientNorm(promptValues(state.prompts).map(({ data }) => data))], step, state);

    state.batch = batch.index + 1;
    state.step += 1;
    state.sums = added(state.sums, step, norms, batch.targets, batch.size);
    yield stepEvent(setup, state, { step, norms, rate, size: batch.size });
    const stop = await onAny(input.team, input.signal?.aborted === true);
    if (stop || state.step % configuration.checkpointEvery === 0) {
      const bytes = stateBytes(state, identity, await training.text(state.prompts), input.clip.config);
      await requireSameState(input.team, bytes, state.step);
      yield { kind: 'checkpoint', bytes };
    }
    if (stop) throw new MpaferError('aborted', `Stopped after step ${state.step}; the checkpoint is kept`);
  }
}

/** The rows that this rank of a team computes; all where images are mixed up. */
function rowsOfRank({ team, configuration }: RunSetup['input']): ((row: number) => boolean) | undefined {
  const { microBatch, augmentation } = configuration;
  if (team === undefined || microBatch === undefined || (augmentation.mixup ?? 0) > 0) return undefined;
  return (row) => Math.floor(row / microBatch) % team.size === team.rank;
}

export function scheduleOf(configuration: Configuration, images: number): Schedule {
  const steps = Math.ceil(images / configuration.batch);
  return {
    peak: configuration.learningRate ?? (0.032 * configuration.batch) / 32,
    steps: configuration.epochs * steps,
    warmup: Math.round(configuration.warmupEpochs * steps),
    warmupRate: configuration.warmupRate ?? undefined,
  };
}

function update(
  configuration: Configuration,
  state: RunState,
  step: Step,
  norms: PerPrompt<number>,
  rate: number,
): void {
  const limit = configuration.clipNorm ?? undefined;
  const together = clipFactor(Math.hypot(...promptValues(norms)), limit);
  const { contextRate, visualRate, residualRate } = configuration;
  const rates: Record<keyof PerPrompt<number>, number> = {
    context: rate * contextRate,
    visual: rate * visualRate,
    residual: rate * residualRate,
    bottleneck: rate,
    factors: rate,
    textWeights: rate,
    imageWeights: rate,
  };
  const { momentum, weightDecay } = configuration;
  mapPrompts(state.prompts, ({ data }, kind) => {
    const factor = configuration.clipGroups === 'each' ? clipFactor(norms[kind]!, limit) : together;
    sgdStep(data, state.momentum[kind]!, step.gradients[kind]!, { momentum, weightDecay, rate: rates[kind], factor });
  });
}

function refuseDivergence(values: readonly number[], { losses }: Step, state: RunState): void {
  if (values.every(Number.isFinite)) return;
  throw new MpaferError('run', `Training diverged at step ${state.step + 1}: losses are ${JSON.stringify(losses)}`, {
    hint: 'Lower learningRate or clipNorm; the last checkpoint is from before this step',
  });
}

function added(
  sums: StepSums,
  { losses, logits }: Step,
  norms: PerPrompt<number>,
  targets: Float32Array,
  size: number,
): StepSums {
  const classes = targets.length / size;
  let correct = 0;
  for (let row = 0; row < size; row++) {
    const range = [row * classes, (row + 1) * classes] as const;
    if (argmax(logits.data.subarray(...range)) === argmax(targets.subarray(...range))) correct++;
  }
  return {
    images: sums.images + size,
    steps: sums.steps + 1,
    correct: sums.correct + correct,
    losses: Object.fromEntries(
      Object.entries(losses).map(([name, value]) => [name, (sums.losses[name] ?? 0) + value * size]),
    ),
    normContext: sums.normContext + norms.context,
    normVisual: sums.normVisual + (norms.visual ?? 0),
    ...(norms.residual !== undefined && { normResidual: (sums.normResidual ?? 0) + norms.residual }),
  };
}

interface StepDone {
  readonly step: Step;
  readonly norms: PerPrompt<number>;
  readonly rate: number;
  /** Images of the step. */
  readonly size: number;
}

function stepEvent({ input, samples }: RunSetup, state: RunState, { step, norms, rate, size }: StepDone): StepEvent {
  return {
    kind: 'step',
    epoch: state.epoch + 1,
    epochs: input.configuration.epochs,
    images: state.sums.images,
    of: samples.train.length,
    size,
    step: state.step,
    learningRate: rate,
    losses: step.losses,
    gradientNormContext: norms.context,
    ...(norms.visual !== undefined && { gradientNormVisual: norms.visual }),
    ...(norms.residual !== undefined && { gradientNormResidual: norms.residual }),
  };
}
