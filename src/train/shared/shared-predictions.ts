// The predictions of an evaluation, computed by the ranks of a team: each gets those of all, in the samples' order.
import type { ClipModel } from '../../clip/load-clip.ts';
import { relay } from '../../core/relay.ts';
import type { Sample } from '../../data/dataset.ts';
import type { SamplePredictions } from '../../evaluate/sample-predictions.ts';
import {
  type PredictOptions,
  type Predictor,
  predictSamples,
  samplePredictions,
} from '../../recognise/predict-samples.ts';
import type { Recognised } from '../../recognise/recogniser-program.ts';
import type { Team } from '../../team/team.ts';
import { ownParts } from '../steps/own-parts.ts';
import { gatherParts } from '../steps/whole-parts.ts';
import { batchCount, batchRows, ownSamples } from './own-samples.ts';

/** Yields about how many are done, after each batch of this rank. */
export async function* sharedPredictions(
  team: Team | undefined,
  clip: ClipModel,
  predictor: Predictor,
  samples: readonly Sample[],
  { onBatch, ...options }: PredictOptions,
): AsyncGenerator<number, SamplePredictions> {
  if (team === undefined || team.size === 1) {
    return yield* predictSamples(clip, predictor, samples, { ...options, onBatch });
  }
  const found: Recognised[] = [];
  const work = predictSamples(clip, predictor, ownSamples(team, samples), {
    ...options,
    onBatch: ({ probabilities, logits, ...extras }) =>
      found.push({ probabilities, logits, ...(onBatch !== undefined && extras) }),
  });
  yield* relay(work, (done) => Math.min(done * team.size, samples.length));
  const count = batchCount(samples);
  const own = new Map(ownParts(team, count).map((index, slot) => [index, found[slot]!]));
  const batches = await gatherParts(team, { count, compute: async (index) => ({ ...own.get(index)! }) });
  const { classes } = predictor;
  const probabilities = new Float32Array(samples.length * classes.length);
  const logits = new Float32Array(samples.length * classes.length);
  batches.forEach((arrays, index) => {
    const batch = arrays as unknown as Recognised;
    const { begin, end } = batchRows(index, samples);
    probabilities.set(batch.probabilities.data, begin * classes.length);
    logits.set(batch.logits.data, begin * classes.length);
    // In order, so that sums over faces are those of a single process.
    onBatch?.(
      batch,
      samples.slice(begin, end).map(({ label }) => label),
    );
  });
  return samplePredictions(classes, samples, probabilities, logits);
}
