// Global features of images from the image tower, with trained visual prompts or without.
import { frozenWeights } from '../clip/graph-weights.ts';
import { imageTower } from '../clip/image-tower.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import { preprocess } from '../clip/preprocess.ts';
import { float32, float32Data, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { evaluationBatches } from '../data/batches.ts';
import type { Sample } from '../data/dataset.ts';
import type { ImageCache } from '../data/image-cache.ts';
import type { Engine } from '../engine/engine.ts';
import { input } from '../graph/tensor.ts';
import { pixelInput } from '../method/recogniser.ts';
import { evaluationBatch } from './predict-samples.ts';

export interface EncodeOptions {
  readonly cache?: ImageCache;
  readonly signal?: AbortSignal | undefined;
}

/** The image tower, compiled once for many calls. */
export interface ImageEncoder {
  /**
   * Yields how many are done, after each batch; returns [n, E], in the samples' order, not at unit length.
   *
   * @throws MpaferError `aborted` when the signal says so, `data` or `image` for an unreadable image
   */
  encode(samples: readonly Sample[], options?: EncodeOptions): AsyncGenerator<number, NumericArray<'float32'>>;
  release(): Promise<void>;
}

/** @param visual P: [depth, N_p, Dv]; none gives plain CLIP's features */
export async function imageEncoder(
  engine: Engine,
  clip: ClipModel,
  visual?: NumericArray | undefined,
): Promise<ImageEncoder> {
  const { image, embedding } = clip.config;
  const prompts = visual && input('visual', visual.shape);
  const { globalAlone: global } = imageTower(
    frozenWeights(clip.weights).image,
    clip.config,
    pixelInput(clip.config),
    prompts,
  );
  const program = await engine.compile({ global });
  return {
    async *encode(samples, options = {}) {
      const features = new Float32Array(samples.length * embedding);
      let done = 0;
      const batches = evaluationBatches({
        samples,
        batch: evaluationBatch,
        // Features need no targets.
        classes: 0,
        target: () => {},
        imageSize: image.size,
        view: clip.preprocessing,
        prepare: (picture, into, offset) => preprocess(picture, clip.preprocessing, into, offset),
        ...(options.cache && { cache: options.cache }),
      });
      for await (const batch of batches) {
        if (options.signal?.aborted) throw new MpaferError('aborted', 'Stopped while encoding images');
        const pixels = float32(batch.pixels, [batch.size, 3, image.size, image.size]);
        const found = await program.run({ pixels, ...(visual && { visual }) });
        features.set(float32Data(found.global), done * embedding);
        done += batch.size;
        yield done;
      }
      return float32(features, [samples.length, embedding]);
    },
    release: () => program.release(),
  };
}

/** The same for one call. @param visual P: [depth, N_p, Dv]; none gives plain CLIP's features */
export async function* encodeImages(
  engine: Engine,
  clip: ClipModel,
  visual: NumericArray | undefined,
  samples: readonly Sample[],
  options: EncodeOptions = {},
): AsyncGenerator<number, NumericArray<'float32'>> {
  const encoder = await imageEncoder(engine, clip, visual);
  try {
    return yield* encoder.encode(samples, options);
  } finally {
    await encoder.release();
  }
}
