// Global features of images under the frozen tower, without prompts: what prototypes and linear probes are made of.

import type { ClipModel } from '../clip/load-clip.ts';
import type { NumericArray } from '../core/array.ts';
import type { Sample } from '../data/dataset.ts';
import { imageCache } from '../data/image-cache.ts';
import type { Engine } from '../engine/engine.ts';
import { type EncodeOptions, encodeImages } from './encode-images.ts';
import { type FeatureStore, featureKey, readFeatures, writeFeatures } from './feature-store.ts';

export interface FeatureOptions extends EncodeOptions {
  /** Where features of the same images may already be. */
  readonly store?: FeatureStore | undefined;
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
): AsyncGenerator<number, NumericArray<'float32'>> {
  const shape = [samples.length, clip.config.embedding];
  const key = options.store && (await featureKey(clip, samples, options.cache ?? imageCache(0)));
  const kept = key === undefined ? undefined : await options.store?.read(key);
  const known = kept && (await readFeatures(kept, shape));
  if (known !== undefined) {
    yield samples.length;
    return known;
  }
  const found = yield* encodeImages(engine, clip, undefined, samples, options);
  if (key !== undefined) await options.store?.write(key, await writeFeatures(found));
  return found;
}
