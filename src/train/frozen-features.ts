// Global features of images under the frozen tower, without prompts: what prototypes and linear probes are made of.

import { frozenWeights } from '../clip/graph-weights.ts';
import { imageTower } from '../clip/image-tower.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import { preprocess } from '../clip/preprocess.ts';
import { float32, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { evaluationBatches } from '../data/batches.ts';
import type { Sample } from '../data/dataset.ts';
import { type ImageCache, imageCache } from '../data/image-cache.ts';
import type { Engine } from '../engine/engine.ts';
import { pixelInput } from '../method/recogniser.ts';
import { type FeatureStore, featureKey, readFeatures, writeFeatures } from './feature-store.ts';
import { evaluationBatch } from './predict-samples.ts';

export interface FeatureOptions {
  readonly cache?: ImageCache;
  /** Where features of the same images may already be. */
  readonly store?: FeatureStore | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Yields how many are done, after each batch; returns [n, E], in the samples' order, not at unit length.
 *
 * @throws MpaferError `aborted` when the signal says so, `data` or `image` for an unreadable image
 */
export async function* frozenFeatures(
  engine: Engine,
  clip: ClipModel,
  samples: readonly Sample[],
  options: FeatureOptions = {},
): AsyncGenerator<number, NumericArray> {
  const { image, embedding } = clip.config;
  const shape = [samples.length, embedding];
  const key = options.store && (await featureKey(clip, samples, options.cache ?? imageCache(0)));
  const kept = key === undefined ? undefined : await options.store?.read(key);
  const known = kept && (await readFeatures(kept, shape));
  if (known !== undefined) {
    yield samples.length;
    return known;
  }
  const { globalAlone: global } = imageTower(frozenWeights(clip.weights).image, clip.config, pixelInput(clip.config));
  const program = await engine.compile({ global });
  const features = new Float32Array(samples.length * embedding);
  let done = 0;
  const batches = evaluationBatches({
    samples,
    batch: evaluationBatch,
    // Features need no targets.
    classes: 0,
    target: () => {},
    imageSize: image.size,
    prepare: (picture, into, offset) => preprocess(picture, image.size, into, offset),
    ...(options.cache && { cache: options.cache }),
  });
  for await (const batch of batches) {
    if (options.signal?.aborted) throw new MpaferError('aborted', 'Stopped while encoding images');
    const found = await program.run({ pixels: float32(batch.pixels, [batch.size, 3, image.size, image.size]) });
    features.set(found.global.data as Float32Array, done * embedding);
    done += batch.size;
    yield done;
  }
  await program.release();
  const found = float32(features, shape);
  if (key !== undefined) await options.store?.write(key, await writeFeatures(found));
  return found;
}
