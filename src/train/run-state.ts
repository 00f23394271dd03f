// Where a training run stands: what changes from step to step, made new or taken from a checkpoint.

import type { Configuration } from '../configuration/configuration.ts';
import { copyArray, float32, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { type EpochRecord, emptySums, type StepSums } from '../evaluate/epoch-record.ts';
import { mapPrompts, type PerPrompt, type PromptArrays } from '../method/prompts.ts';
import { sgdBuffer } from '../nn/optim/sgd.ts';
import { type BestPrompts, type Checkpoint, writeCheckpoint } from '../recognise/checkpoint.ts';
import { clipIdentity, requireSameClip } from '../recognise/clip-identity.ts';
import type { RunSetup } from './run-setup.ts';

export interface RunState {
  /** Changed in place by the optimiser. */
  readonly prompts: PromptArrays;
  readonly momentum: PerPrompt<Float32Array>;
  /** From 0. */
  epoch: number;
  /** Batches of the epoch that are done. */
  batch: number;
  step: number;
  sums: StepSums;
  records: readonly EpochRecord[];
  best: BestPrompts | undefined;
  /** Of the epoch that did best on the test split, where the configuration looks there. */
  bestTest: BestPrompts | undefined;
}

export const copyPrompts = (prompts: PromptArrays): PromptArrays => mapPrompts(prompts, copyArray);

export function newState({ start }: RunSetup): RunState {
  const prompts = copyPrompts(start);
  return {
    prompts,
    momentum: mapPrompts(prompts, ({ data }) => sgdBuffer(data)),
    epoch: 0,
    batch: 0,
    step: 0,
    sums: emptySums,
    records: [],
    best: undefined,
    bestTest: undefined,
  };
}

/**
 * The state that a checkpoint was left in.
 *
 * @throws MpaferError `checkpoint` when the run's CLIP, data, configuration or descriptions are not the checkpoint's
 */
export async function resumedState(checkpoint: Checkpoint, setup: RunSetup): Promise<RunState> {
  const name = 'the checkpoint';
  await requireSameClip(checkpoint, setup.clip, name);
  const { training } = checkpoint;
  const refuse = (found: string): never => {
    throw new MpaferError('checkpoint', `Cannot go on from ${name}: ${found}`, {
      hint: 'Resume with the same data and settings, or train into another folder',
    });
  };
  if (training === undefined) return refuse('it holds a finished recogniser, no state of training');
  if (training.fingerprint !== setup.data.fingerprint) {
    return refuse(`its data has fingerprint ${training.fingerprint}, the data given has ${setup.data.fingerprint}`);
  }
  if (JSON.stringify(checkpoint.configuration) !== JSON.stringify(setup.configuration)) {
    return refuse(`its ${differingKey(checkpoint.configuration, setup.configuration)} differs from the one given`);
  }
  if (training.hardPrompts !== setup.hardPrompts) {
    return refuse('its hard prompts were made from other descriptions than those given');
  }
  const prompts = copyPrompts(checkpoint);
  return {
    prompts,
    momentum: mapPrompts(training.momentum, ({ data }) => data.slice()),
    epoch: training.epoch,
    batch: training.batch,
    step: training.step,
    sums: training.sums,
    records: training.records,
    best: training.best,
    bestTest: training.bestTest,
  };
}

const differingKey = (a: Configuration, b: Configuration): string =>
  Object.keys({ ...a, ...b }).find((name) => {
    const key = name as keyof Configuration;
    return JSON.stringify(a[key]) !== JSON.stringify(b[key]);
  }) ?? 'order of settings';

/** The whole state as the bytes of a checkpoint. */
export function stateBytes(setup: RunSetup, state: RunState, text: NumericArray<'float32'>): Uint8Array {
  const { prompts, momentum, epoch, batch, step, sums, records, best, bestTest } = state;
  return writeCheckpoint({
    ...recogniserOf(setup, { ...prompts, text, epoch }, 1),
    training: {
      fingerprint: setup.data.fingerprint,
      hardPrompts: setup.hardPrompts,
      epoch,
      batch,
      step,
      momentum: mapPrompts(momentum, (data, kind) => float32(data, prompts[kind]!.shape)),
      sums,
      records,
      best,
      bestTest,
    },
  });
}

/** A recogniser with these prompts, without training state. */
export function recogniserOf(
  { configuration, dataset, data, clip, digest, task, prototypes }: RunSetup,
  { context, visual, text, epoch }: Omit<BestPrompts, 'war'>,
  temperature: number,
): Checkpoint {
  return {
    classes: dataset.classes,
    configuration,
    clip: clipIdentity(clip, digest),
    scale: task.scale,
    epoch,
    context,
    visual,
    text,
    prototypes,
    temperature,
    data,
  };
}
