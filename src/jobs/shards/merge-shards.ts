// Makes the whole out of shards: the same bytes as one process would have written.
import type { Judgement } from '../../evaluate/judgement.ts';
import { type AlignedData, mergeAligned } from '../data/align-data.ts';
import { mergeEvaluation } from '../evaluate/evaluate-shard.ts';
import type { JobEvent } from '../job-event.ts';
import { mergePredictions } from '../predict/merge-predictions.ts';
import type { PredictResult } from '../predict/predict-images.ts';
import { mergeVideos } from '../video/merge-videos.ts';
import type { PredictVideosResult } from '../video/predict-videos.ts';
import { type ExperimentFindings, mergeExperiment } from './experiment-shard.ts';
import { readShards } from './read-shards.ts';

/** Options of `mergeShards`. */
export interface MergeOptions {
  /** The merged file or folder: the one that every shard named as its output. */
  readonly out: string;
  readonly signal?: AbortSignal | undefined;
}

/** What was merged. */
export type Merged =
  | { readonly job: 'predict'; readonly shards: number; readonly result: PredictResult }
  | { readonly job: 'predict-videos'; readonly shards: number; readonly result: PredictVideosResult }
  | { readonly job: 'evaluate'; readonly shards: number; readonly result: Judgement }
  | { readonly job: 'align'; readonly shards: number; readonly result: AlignedData }
  | (ExperimentFindings & { readonly shards: number });

/**
 * Merges the shards of a job into what one process would have written, byte for byte. The shards stay where they are.
 *
 * @returns what the job itself would have returned
 * @throws MpaferError `run` when a shard is missing, twice there or not whole, or when they were made under different conditions; `disk`
 * @example
 * ```ts
 * import { finishJob, mergeShards, predictImages } from 'mpafer/jobs';
 * async function* images() {
 *   yield* ['assets/portraits/astronaut.png', 'assets/portraits/astronaut.jpg'];
 * }
 * for (const index of [1, 2]) {
 *   await finishJob(predictImages({ run: 'fer2013', images: images(), out: 'faces.csv', shard: { index, count: 2 } }), () => {});
 * }
 * const { shards } = await finishJob(mergeShards({ out: 'faces.csv' }));
 * console.log(shards); // 2
 * ```
 */
export async function* mergeShards({ out, signal }: MergeOptions): AsyncGenerator<JobEvent, Merged> {
  const shards = await readShards(out);
  const { job, count } = shards;
  switch (job) {
    case 'predict':
      return { job, shards: count, result: await mergePredictions(out, shards) };
    case 'predict-videos':
      return { job, shards: count, result: await mergeVideos(out, shards) };
    case 'evaluate':
      return { job, shards: count, result: yield* mergeEvaluation(out, shards, signal) };
    case 'align':
      return { job, shards: count, result: yield* mergeAligned(out, shards) };
    default:
      return { ...(yield* mergeExperiment(out, job, shards, signal)), shards: count };
  }
}
