// Runs a recogniser over samples: their probabilities, in their order.

import type { ClipModel } from '../clip/load-clip.ts';
import { preprocess } from '../clip/preprocess.ts';
import { float32 } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { evaluationBatches } from '../data/batches.ts';
import type { Sample } from '../data/dataset.ts';
import type { ImageCache } from '../data/image-cache.ts';
import type { SamplePredictions } from '../evaluate/sample-predictions.ts';
import type { Classifier, Recognised, RecogniserProgram } from './recogniser-program.ts';

/** Images per pass: of more, what a layer computes no longer fits the caches. */
export const evaluationBatch = 32;

/** A compiled recogniser, what it is fed, and the classes of its scores. */
export interface Predictor {
  readonly program: RecogniserProgram;
  readonly classifier: Classifier;
  readonly classes: readonly string[];
}

export interface PredictOptions {
  readonly cache?: ImageCache;
  readonly signal?: AbortSignal | undefined;
  /** Called with each batch and the labels of its rows. */
  readonly onBatch?: ((found: Recognised, labels: readonly number[]) => void) | undefined;
}

/** Yields how many are done, after each batch. */
export async function* predictSamples(
  clip: ClipModel,
  { program, classifier, classes }: Predictor,
  samples: readonly Sample[],
  options: PredictOptions = {},
): AsyncGenerator<number, SamplePredictions> {
  const size = clip.config.image.size;
  const probabilities = new Float32Array(samples.length * classes.length);
  const logits = new Float32Array(samples.length * classes.length);
  let done = 0;
  const batches = evaluationBatches({
    samples,
    batch: evaluationBatch,
    classes: classes.length,
    imageSize: size,
    view: clip.preprocessing,
    prepare: (image, into, offset) => preprocess(image, clip.preprocessing, into, offset),
    ...(options.cache && { cache: options.cache }),
  });
  for await (const batch of batches) {
    if (options.signal?.aborted) throw new MpaferError('aborted', 'Stopped during an evaluation');
    const found = await program.run(float32(batch.pixels, [batch.size, 3, size, size]), classifier);
    probabilities.set(found.probabilities.data, done * classes.length);
    logits.set(found.logits.data, done * classes.length);
    options.onBatch?.(
      found,
      samples.slice(done, done + batch.size).map(({ label }) => label),
    );
    done += batch.size;
    yield done;
  }
  return samplePredictions(classes, samples, probabilities, logits);
}

/** Predictions with the names and labels of their faces. @param probabilities and logits: [n, C] */
export function samplePredictions(
  classes: readonly string[],
  samples: readonly Sample[],
  probabilities: Float32Array,
  logits: Float32Array,
): SamplePredictions {
  const grouped = samples.every(({ group }) => group !== undefined);
  return {
    classes,
    probabilities,
    logits,
    labels: samples.map(({ label }) => label),
    ids: samples.map(({ id }) => id),
    ...(grouped && samples.length > 0 && { groups: samples.map(({ group }) => group!) }),
  };
}
