// A tiny random CLIP in memory, with weights of realistic magnitude so that no term is negligible.
import type { ClipConfig } from '../../src/clip/config.ts';
import { frozenWeights } from '../../src/clip/graph-weights.ts';
import { clipWeights } from '../../src/clip/stored-weights.ts';
import { clipShapes } from '../../src/clip/weight-shapes.ts';
import { type ClipWeights, mapWeights } from '../../src/clip/weights.ts';
import { float32, float64, type NumericArray, sizeOf } from '../../src/core/array.ts';
import { type Random, random } from '../../src/core/random.ts';
import { constant, type Tensor } from '../../src/graph/tensor.ts';
import { weightFileOf } from '../../src/safetensors/weight-file.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';
import { huggingFaceTensors } from '../clip/tiny-clip.ts';

/** Weights with different roles have different shapes, so that a shape identifies a tensor's role. */
export const tinySizes: ClipConfig = {
  image: { size: 12, patch: 4, width: 16, layers: 3, heads: 2, hidden: 22, activation: 'quick_gelu', epsilon: 1e-5 },
  text: {
    vocabulary: 40,
    positions: 14,
    width: 12,
    layers: 2,
    heads: 3,
    hidden: 18,
    activation: 'quick_gelu',
    epsilon: 1e-5,
    startToken: 38,
    endToken: 39,
    padToken: 0,
  },
  embedding: 10,
};

export interface TinyClip {
  readonly config: ClipConfig;
  /** The complete safetensors file. */
  readonly bytes: Uint8Array;
  /** Frozen weights as graph tensors, in float64. */
  readonly weights: ClipWeights<Tensor>;
  /** Embeddings of tokens, [n, Dt] in float64. */
  embed(ids: readonly number[]): NumericArray<'float64'>;
}

/** The same seed and sizes give the same model. */
export function tinyClip(seed = 1, config: ClipConfig = tinySizes): TinyClip {
  const source = random(seed);
  const arrays = mapWeights(clipShapes(config), (shape, path) => {
    const stream = source.split(path);
    const { centre, deviation } = spreadOf(path, shape);
    return float32(
      Float32Array.from({ length: sizeOf(shape) }, () => centre + deviation * stream.normal()),
      shape,
    );
  });
  const bytes = writeSafetensors(huggingFaceTensors(arrays));
  const stored = clipWeights([weightFileOf(bytes, 'tiny.safetensors')], config);
  const table = arrays.text.tokenEmbedding.data;
  const { width } = config.text;
  return {
    config,
    bytes,
    weights: frozenWeights(stored, 'float64'),
    embed: (ids) =>
      float64(
        ids.flatMap((id) => [...table.subarray(id * width, (id + 1) * width)]),
        [ids.length, width],
      ),
  };
}

function spreadOf(path: string, shape: readonly number[]): { centre: number; deviation: number } {
  if (path === 'logitScale') return { centre: Math.log(20), deviation: 0 };
  if (path.endsWith('Norm.scale')) return { centre: 1, deviation: 0.1 };
  if (/Embedding$/.test(path)) return { centre: 0, deviation: 0.3 };
  if (shape.length === 1) return { centre: 0, deviation: 0.1 };
  return { centre: 0, deviation: 1 / Math.sqrt(shape[1]!) };
}

/** A float64 array of Gaussian numbers. */
export const gaussian = (source: Random, shape: readonly number[], deviation = 1): NumericArray<'float64'> =>
  float64(
    Array.from({ length: sizeOf(shape) }, () => deviation * source.normal()),
    shape,
  );

/** The same as a constant of a graph. */
export const gaussianConstant = (source: Random, shape: readonly number[], deviation = 1): Tensor =>
  constant(gaussian(source, shape, deviation));
