// Features of the frozen tower, encoded by the ranks of a team: each gets all, and the leader alone keeps them between runs.
import type { ClipModel } from '../../clip/load-clip.ts';
import { float32, float32Data, type NumericArray, rowsOf } from '../../core/array.ts';
import { relay } from '../../core/relay.ts';
import type { Sample } from '../../data/dataset.ts';
import { imageCache } from '../../data/image-cache.ts';
import type { Engine } from '../../engine/engine.ts';
import { encodeImages } from '../../recognise/encode-images.ts';
import { featureKey, readFeatures, writeFeatures } from '../../recognise/feature-store.ts';
import { type FeatureOptions, frozenFeatures } from '../../recognise/frozen-features.ts';
import { evaluationBatch } from '../../recognise/predict-samples.ts';
import { broadcast } from '../../team/broadcast.ts';
import type { Team } from '../../team/team.ts';
import { ownParts } from '../steps/own-parts.ts';
import { gatherParts } from '../steps/whole-parts.ts';
import { batchCount, ownSamples } from './own-samples.ts';

/** As `frozenFeatures`: yields about how many are done; returns [n, E]. */
export async function* sharedFeatures(
  team: Team | undefined,
  engine: Engine,
  clip: ClipModel,
  samples: readonly Sample[],
  { store, ...options }: FeatureOptions,
): AsyncGenerator<number, NumericArray<'float32'>> {
  if (team === undefined || team.size === 1) {
    return yield* frozenFeatures(engine, clip, samples, { ...options, store });
  }
  const shape = [samples.length, clip.config.embedding];
  const leader = team.rank === 0;
  const key = leader && store ? await featureKey(clip, samples, options.cache ?? imageCache(0)) : undefined;
  const kept = key === undefined ? undefined : await store?.read(key);
  const bytes = await broadcast(team, leader ? (kept ?? new Uint8Array()) : undefined);
  const known = bytes.length > 0 ? await readFeatures(bytes, shape) : undefined;
  if (known !== undefined) {
    yield samples.length;
    return known;
  }
  const work = encodeImages(engine, clip, undefined, ownSamples(team, samples), options);
  const own = yield* relay(work, (done) => Math.min(done * team.size, samples.length));
  const count = batchCount(samples);
  const slots = new Map(ownParts(team, count).map((index, slot) => [index, slot]));
  const batches = await gatherParts(team, {
    count,
    async compute(index) {
      const begin = slots.get(index)! * evaluationBatch;
      return { features: rowsOf(own, begin, Math.min(begin + evaluationBatch, own.shape[0]!)) };
    },
  });
  const features = float32(new Float32Array(shape[0]! * shape[1]!), shape);
  batches.forEach(({ features: rows }, index) => {
    features.data.set(float32Data(rows!), index * evaluationBatch * shape[1]!);
  });
  if (key !== undefined) await store?.write(key, await writeFeatures(features));
  return features;
}
