// A tiny random CLIP as files under Hugging Face's and OpenAI's names, made here.

import type { ClipConfig } from '../../src/clip/config.ts';
import { huggingFaceNames } from '../../src/clip/hugging-face-names.ts';
import { openaiNames } from '../../src/clip/openai-names.ts';
import { clipShapes } from '../../src/clip/weight-shapes.ts';
import { type ClipWeights, listWeights, mapWeights } from '../../src/clip/weights.ts';
import { float32, type NumericArray, sizeOf } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';

export const tinyConfig: ClipConfig = {
  image: { size: 16, patch: 8, width: 128, layers: 2, heads: 2, hidden: 96, activation: 'quick_gelu', epsilon: 1e-5 },
  text: {
    vocabulary: 30,
    positions: 12,
    width: 64,
    layers: 3,
    heads: 1,
    hidden: 80,
    activation: 'quick_gelu',
    epsilon: 1e-5,
    startToken: 28,
    endToken: 29,
    padToken: 0,
  },
  embedding: 24,
};

/** Random weights, [out, in]. */
export const tinyWeights = (config: ClipConfig = tinyConfig): ClipWeights<NumericArray> => {
  const source = random(5);
  return mapWeights(clipShapes(config), (shape, path) => {
    const stream = source.split(path);
    return float32(Float32Array.from({ length: sizeOf(shape) }, stream.normal), shape);
  });
};

/** The weights as Hugging Face stores them. */
export function huggingFaceTensors(weights: ClipWeights<NumericArray>): Record<string, NumericArray> {
  const paths = new Map(listWeights(weights));
  const names = huggingFaceNames(weights.image.blocks.length, weights.text.blocks.length);
  return Object.fromEntries(listWeights(names).map(([path, { name }]) => [name, paths.get(path)!]));
}

/** The weights as OpenAI stores them: projections turned, query, key and value joined. */
export function openaiTensors(weights: ClipWeights<NumericArray>): Record<string, NumericArray> {
  const paths = new Map(listWeights(weights));
  const tensors: Record<string, NumericArray> = {};
  for (const [path, { name, third, transposed }] of listWeights(
    openaiNames(weights.image.blocks.length, weights.text.blocks.length),
  )) {
    const weight = paths.get(path)!;
    if (transposed) tensors[name] = turned(weight);
    else if (third === undefined) tensors[name] = weight;
    else tensors[name] = third === 0 ? weight : joined(tensors[name]!, weight);
  }
  return tensors;
}

const joined = (above: NumericArray, below: NumericArray): NumericArray =>
  float32(Float32Array.of(...(above.data as Float32Array), ...(below.data as Float32Array)), [
    above.shape[0]! + below.shape[0]!,
    ...above.shape.slice(1),
  ]);

export function turned({ shape, data }: NumericArray): NumericArray {
  const [rows, columns] = shape as [number, number];
  return float32(
    Float32Array.from({ length: rows * columns }, (_, at) =>
      Number(data[(at % rows) * columns + Math.floor(at / rows)]),
    ),
    [columns, rows],
  );
}
