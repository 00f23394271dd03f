// The state of a training run, all that changes from step to step: made new, resumed from a checkpoint, written as one.

import type { ClipConfig } from '../clip/config.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { copyArray, float32, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { type EpochRecord, emptySums, type StepSums } from '../evaluate/epoch-record.ts';
import type { OwnThreshold } from '../evaluate/own-threshold.ts';
import type { TrainingData } from '../evaluate/training-data.ts';
import { shownVisualPrompts } from '../method/low-rank-prompts.ts';
import { mapPrompts, type PerPrompt, type PromptArrays, trainedPrompts } from '../method/prompts.ts';
import { sgdBuffer } from '../nn/optim/sgd.ts';
import { type BestPrompts, type Checkpoint, writeCheckpoint } from '../recognise/checkpoint.ts';
import type { Classifier } from '../recognise/recogniser-program.ts';
import type { PromptAverage } from './prompt-average.ts';

/** What is fixed for a run and recorded in each of its checkpoints. */
export interface RunIdentity extends Omit<Checkpoint, keyof BestPrompts | 'temperature' | 'abstention' | 'training'> {
  readonly data: TrainingData;
  /** SHA-256 of the hard prompts' sentences. */
  readonly hardPrompts: string;
}

export interface RunState {
  /** Changed in place by the optimiser. */
  readonly prompts: PromptArrays;
  readonly momentum: PerPrompt<Float32Array>;
  /** From 0. */
  epoch: number;
  /** Batches of the epoch done so far. */
  batch: number;
  step: number;
  sums: StepSums;
  records: readonly EpochRecord[];
  /** Over the epochs so far, where the configuration asks for it. */
  average: PromptAverage | undefined;
  best: BestPrompts | undefined;
  /** Of the best epoch on the test split, where the configuration evaluates on it each epoch. */
  bestTest: BestPrompts | undefined;
}

/** The prompts that are evaluated and kept: their average over epochs where there is one. */
export const shownPrompts = ({ average, prompts }: Pick<RunState, 'average' | 'prompts'>): PromptArrays =>
  average?.prompts ?? prompts;

/** What recognition sees of prompts. @param text their class vectors */
export const shownClassifier = (
  prompts: PromptArrays,
  text: NumericArray<'float32'>,
  config: ClipConfig,
): Classifier => ({ text, visual: shownVisualPrompts(prompts, config), imageWeights: prompts.imageWeights });

export const copyPrompts = (prompts: PromptArrays): PromptArrays => mapPrompts(prompts, copyArray);

/** @param start the prompts before the first step, which are copied */
export function newState(start: PromptArrays): RunState {
  const prompts = copyPrompts(start);
  return {
    prompts,
    momentum: mapPrompts(prompts, ({ data }) => sgdBuffer(data)),
    epoch: 0,
    batch: 0,
    step: 0,
    sums: emptySums,
    records: [],
    average: undefined,
    best: undefined,
    bestTest: undefined,
  };
}

/**
 * The state that a checkpoint was left in.
 *
 * @throws MpaferError `checkpoint` when the run's data, configuration or descriptions are not the checkpoint's
 */
export function resumedState(checkpoint: Checkpoint, identity: RunIdentity): RunState {
  const { training, context } = checkpoint;
  const refuse = (found: string): never => {
    throw new MpaferError('checkpoint', `Cannot resume from the checkpoint: ${found}`, {
      hint: 'Resume with the same data and settings, or train into another folder',
    });
  };
  if (training === undefined || context === undefined)
    return refuse('it is a finished recogniser without training state');
  if (training.fingerprint !== identity.data.fingerprint) {
    return refuse(`its data has fingerprint ${training.fingerprint}; the data given has ${identity.data.fingerprint}`);
  }
  if (JSON.stringify(checkpoint.configuration) !== JSON.stringify(identity.configuration)) {
    return refuse(`its ${differingKey(checkpoint.configuration, identity.configuration)} is not the one given`);
  }
  if (training.hardPrompts !== identity.hardPrompts) {
    return refuse('its hard prompts come from descriptions other than those given');
  }
  const prompts = copyPrompts({ ...trainedPrompts(checkpoint), context });
  return {
    prompts,
    momentum: mapPrompts(training.momentum, ({ data }) => data.slice()),
    epoch: training.epoch,
    batch: training.batch,
    step: training.step,
    sums: training.sums,
    records: training.records,
    average: training.average,
    best: training.best,
    bestTest: training.bestTest,
  };
}

const differingKey = (a: Configuration, b: Configuration): string =>
  Object.keys({ ...a, ...b }).find((name) => {
    const key = name as keyof Configuration;
    return JSON.stringify(a[key]) !== JSON.stringify(b[key]);
  }) ?? 'order of settings';

/**
 * The whole state as the bytes of a checkpoint.
 *
 * @param text g [C, E], the text features of the state's prompts
 * @param config sizes of the CLIP, which say where one factor ends and the next begins
 */
export function stateBytes(
  state: RunState,
  identity: RunIdentity,
  text: NumericArray<'float32'>,
  config: ClipConfig,
): Uint8Array {
  const { prompts, momentum, epoch, batch, step, sums, records, average, best, bestTest } = state;
  return writeCheckpoint({
    ...recogniserOf(identity, { ...prompts, text, epoch }, config, 1),
    training: {
      fingerprint: identity.data.fingerprint,
      hardPrompts: identity.hardPrompts,
      epoch,
      batch,
      step,
      momentum: mapPrompts(momentum, (data, kind) => float32(data, prompts[kind]!.shape)),
      sums,
      records,
      average,
      best,
      bestTest,
    },
  });
}

/** A recogniser with these prompts, without training state. */
export function recogniserOf(
  { hardPrompts: _, ...identity }: RunIdentity,
  { text, epoch, ...prompts }: Omit<BestPrompts, 'war'>,
  config: ClipConfig,
  temperature: number,
  abstention?: OwnThreshold,
): Checkpoint {
  const own = { ...mapPrompts(prompts, (array) => array), visual: shownVisualPrompts(prompts, config) };
  return { ...identity, epoch, ...own, text, temperature, ...(abstention && { abstention }) };
}
