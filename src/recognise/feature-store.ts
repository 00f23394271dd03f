// Features of the frozen tower, stored by content: the same images are encoded once with the same CLIP, across runs.
import type { ClipModel } from '../clip/load-clip.ts';
import { unusualPreprocessing } from '../clip/preprocessing.ts';
import type { NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { sha256 } from '../core/sha256.ts';
import type { Sample } from '../data/dataset.ts';
import type { ImageCache } from '../data/image-cache.ts';
import { parseHeader } from '../safetensors/header.ts';
import { readTensor } from '../safetensors/tensor.ts';
import { writeSafetensors } from '../safetensors/write.ts';

/** Stores bytes between runs. Whatever it loses is computed again. */
export interface FeatureStore {
  read(key: string): Promise<Uint8Array | undefined>;
  write(key: string, bytes: Uint8Array): Promise<void>;
}

/** Changes whenever features are computed differently. */
const recipe = 'global-1';

/** The key of these images under this CLIP: a digest of the weights and of every pixel. Labels and names do not count. */
export async function featureKey(clip: ClipModel, samples: readonly Sample[], images: ImageCache): Promise<string> {
  const digests: string[] = [];
  for (let begin = 0; begin < samples.length; begin += 64) {
    const some = samples.slice(begin, begin + 64).map(async (sample) => {
      const { width, height, data } = await images.image(sample);
      return `${width}x${height} ${await sha256(data)}`;
    });
    digests.push(...(await Promise.all(some)));
  }
  // Absent for most models, whose kept features stay valid.
  const unusual = unusualPreprocessing(clip.preprocessing);
  const prepared = unusual ? [JSON.stringify(unusual)] : [];
  return sha256([recipe, await clip.digest(), ...prepared, ...digests].join('\n'));
}

/** The features as bytes, with a checksum. */
export async function writeFeatures(features: NumericArray): Promise<Uint8Array> {
  const { buffer, byteOffset, byteLength } = features.data;
  return writeSafetensors({ features }, { sha256: await sha256(new Uint8Array(buffer, byteOffset, byteLength)) });
}

/** The features [n, E]; undefined when the bytes are damaged or of another shape. */
export async function readFeatures(
  bytes: Uint8Array,
  shape: readonly number[],
): Promise<NumericArray<'float32'> | undefined> {
  try {
    const header = parseHeader(bytes, bytes.length, 'kept features');
    const features = readTensor(bytes, header, 'features');
    const { buffer, byteOffset, byteLength } = features.data;
    const digest = await sha256(new Uint8Array(buffer, byteOffset, byteLength));
    const whole = digest === header.metadata.sha256 && features.shape.join() === shape.join();
    return whole && features.type === 'float32' ? features : undefined;
  } catch (error) {
    if (error instanceof MpaferError) return undefined;
    throw error;
  }
}
