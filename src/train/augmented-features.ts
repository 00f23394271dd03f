// Features of the frozen tower of several augmented views of each image.
import { frozenWeights } from '../clip/graph-weights.ts';
import { imageTower } from '../clip/image-tower.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import { float32, float32Data, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import type { Augmentation } from '../data/augment/augmentation.ts';
import { trainingBatches } from '../data/batches.ts';
import type { Sample } from '../data/dataset.ts';
import type { ImageCache } from '../data/image-cache.ts';
import type { Engine } from '../engine/engine.ts';
import { pixelInput } from '../method/recogniser.ts';
import { evaluationBatch } from '../recognise/predict-samples.ts';

export interface ViewOptions {
  readonly augmentation: Augmentation;
  readonly random: Random;
  /** Number of views; each has its own random augmentation. */
  readonly views: number;
  readonly cache: ImageCache;
  readonly signal?: AbortSignal | undefined;
}

/** Yields how many are done; returns [n, E] for each view, in the samples' order, not at unit length. */
export async function* augmentedFeatures(
  engine: Engine,
  clip: ClipModel,
  samples: readonly Sample[],
  { augmentation: { mixup: _, ...augmentation }, random, views, cache, signal }: ViewOptions,
): AsyncGenerator<number, readonly NumericArray<'float32'>[]> {
  const { config, preprocessing, weights } = clip;
  const { globalAlone: global } = imageTower(frozenWeights(weights).image, config, pixelInput(config));
  const program = await engine.compile({ global });
  const size = config.image.size;
  const found: NumericArray<'float32'>[] = [];
  try {
    for (let view = 0; view < views; view++) {
      const features = new Float32Array(samples.length * config.embedding);
      let done = 0;
      const batches = trainingBatches({
        samples,
        batch: evaluationBatch,
        classes: 0,
        target: () => {},
        imageSize: size,
        cache,
        epoch: view,
        random: random.split('views'),
        sampler: ({ length }) => Uint32Array.from({ length }, (_, position) => position),
        mean: preprocessing.mean,
        deviation: preprocessing.deviation,
        augmentation,
      });
      for await (const batch of batches) {
        if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while encoding images');
        const { global } = await program.run({ pixels: float32(batch.pixels, [batch.size, 3, size, size]) });
        features.set(float32Data(global!), done * config.embedding);
        done += batch.size;
        yield view * samples.length + done;
      }
      found.push(float32(features, [samples.length, config.embedding]));
    }
  } finally {
    await program.release();
  }
  return found;
}
