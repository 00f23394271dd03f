// One shard of an experiment: some of its cells, as a file. Merged, they are the cells of one folder, from which the report is made.
import { availableParallelism } from 'node:os';
import { version } from '../../core/version.ts';
import { type AblateOptions, ablate, ablateCells } from '../experiments/ablate.ts';
import { baseToNew, baseToNewCells } from '../experiments/base-to-new.ts';
import type { FinishedCell } from '../experiments/compute-cells.ts';
import { type CrossResult, cross, crossRows } from '../experiments/cross.ts';
import type { CrossOptions } from '../experiments/cross-models.ts';
import { keepCells } from '../experiments/experiment-folder.ts';
import { fewShotCells, fewShots } from '../experiments/few-shot.ts';
import type { FewShotOptions } from '../experiments/shot-experiment.ts';
import { type StressOptions, type StressResult, stress, stressPoints } from '../experiments/stress.ts';
import {
  type FaithfulnessOptions,
  type FaithfulnessResult,
  faithfulnessCells,
  measureFaithfulness,
} from '../explain/measure-faithfulness.ts';
import type { JobEvent } from '../job-event.ts';
import { openShard } from './open-shard.ts';
import type { Shards } from './read-shards.ts';
import type { Shard } from './shard.ts';

/** An experiment and its options. */
export type Experiment =
  | { readonly job: 'ablate'; readonly options: AblateOptions }
  | { readonly job: 'few-shot' | 'base-to-new'; readonly options: FewShotOptions }
  | { readonly job: 'cross'; readonly options: CrossOptions }
  | { readonly job: 'stress'; readonly options: StressOptions }
  | { readonly job: 'faithfulness'; readonly options: FaithfulnessOptions };

/** A shard of an experiment. */
export interface ExperimentShard {
  /** Its file. */
  readonly shard: string;
  readonly cells: number;
}

/**
 * Computes the cells of one part of an experiment, into its folder and into a file beside it. Shards may share the folder or have one each.
 *
 * @throws MpaferError as the experiment; `run` when the shard is there under other conditions
 * @example
 * ```ts
 * import { experimentShard, finishJob, mergeShards } from 'mpafer/jobs';
 * const data = 'synthetic:?count=100&size=48';
 * const options = { run: 'fer2013', data, out: 'stressed', only: ['mouth'], faces: 8 };
 * for (const index of [1, 2]) {
 *   await finishJob(experimentShard({ job: 'stress', options }, { index, count: 2 }));
 * }
 * const { job } = await finishJob(mergeShards({ out: 'stressed' }));
 * console.log(job); // stress
 * ```
 */
export async function* experimentShard(
  experiment: Experiment,
  shard: Shard,
): AsyncGenerator<JobEvent, ExperimentShard> {
  const { job, options } = experiment;
  const { out, signal, threads = availableParallelism(), ...asked } = options;
  const conditions = { mpafer: version, threads, asked };
  await using file = yield* openShard({ job, shard, out, conditions, signal });
  if (file.made !== undefined) return { shard: file.path, cells: 0 };
  const { cells } = yield* cellsOf(experiment, shard);
  await file.write(cells.map((row, at) => ({ piece: at * shard.count + shard.index - 1, row })));
  return { shard: file.path, cells: cells.length };
}

function cellsOf(
  { job, options }: Experiment,
  shard: Shard,
): AsyncGenerator<JobEvent, { readonly cells: readonly FinishedCell<unknown>[] }> {
  switch (job) {
    case 'ablate':
      return ablateCells(options, shard);
    case 'few-shot':
      return fewShotCells(options, shard);
    case 'base-to-new':
      return baseToNewCells(options, shard);
    case 'cross':
      return crossRows(options, shard);
    case 'stress':
      return stressPoints(options, shard);
    case 'faithfulness':
      return faithfulnessCells(options, shard);
  }
}

/** What an experiment found, by what it is. */
export type ExperimentFindings =
  | { readonly job: 'ablate' | 'few-shot' | 'base-to-new'; readonly result: string }
  | { readonly job: 'cross'; readonly result: CrossResult }
  | { readonly job: 'stress'; readonly result: StressResult }
  | { readonly job: 'faithfulness'; readonly result: FaithfulnessResult };

/** Puts the cells of all shards into the experiment's folder and makes its report. @throws MpaferError as the experiment */
export async function* mergeExperiment(
  out: string,
  job: Experiment['job'],
  shards: Shards,
  signal: AbortSignal | undefined,
): AsyncGenerator<JobEvent, ExperimentFindings> {
  const { asked, threads } = shards.conditions;
  await keepCells(out, shards.rows<FinishedCell<unknown>>());
  const options = { ...(asked as object), out, threads, signal };
  switch (job) {
    case 'ablate':
      return { job, result: yield* ablate(options as AblateOptions) };
    case 'few-shot':
      return { job, result: yield* fewShots(options as FewShotOptions) };
    case 'base-to-new':
      return { job, result: yield* baseToNew(options as FewShotOptions) };
    case 'cross':
      return { job, result: yield* cross(options as CrossOptions) };
    case 'stress':
      return { job, result: yield* stress(options as StressOptions) };
    case 'faithfulness':
      return { job, result: yield* measureFaithfulness(options as FaithfulnessOptions) };
  }
}
