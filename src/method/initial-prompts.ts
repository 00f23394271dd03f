// The initial prompts: Gaussian with standard deviation 0.02 (CoOp, PromptSRC), or the embeddings of words.

import type { ClipConfig } from '../clip/config.ts';
import { float32, type NumericArray } from '../core/array.ts';
import type { Random } from '../core/random.ts';
import type { MethodOptions } from './options.ts';

const deviation = 0.02;

const gaussian = (shape: readonly number[], random: Random): NumericArray<'float32'> => {
  const length = shape.reduce((product, axis) => product * axis, 1);
  return float32(
    Float32Array.from({ length }, () => deviation * random.normal()),
    shape,
  );
};

/**
 * V before the first step: [C, M, Dt], or [M, Dt] shared.
 *
 * @param words [M, Dt], token embeddings of the context words, the same for every class (default: random)
 */
export function initialContext(
  { contextTokens, sharedContext }: MethodOptions,
  config: ClipConfig,
  classCount: number,
  random: Random,
  words?: NumericArray<'float32'>,
): NumericArray<'float32'> {
  const width = config.text.width;
  if (words === undefined) {
    const shape = [contextTokens, width];
    return gaussian(sharedContext ? shape : [classCount, ...shape], random.split('context'));
  }
  const rows = words.data;
  if (sharedContext) return float32(rows.slice(), words.shape);
  const repeated = new Float32Array(classCount * rows.length);
  for (let index = 0; index < classCount; index++) repeated.set(rows, index * rows.length);
  return float32(repeated, [classCount, ...words.shape]);
}

/** P before the first step: [depth, N_p, Dv]; undefined without visual prompts. */
export function initialVisualPrompts(
  { visualPrompts, visualDepth }: MethodOptions,
  config: ClipConfig,
  random: Random,
): NumericArray<'float32'> | undefined {
  const depth = Math.min(visualDepth ?? config.image.layers, config.image.layers);
  if (visualPrompts === 0 || depth === 0) return undefined;
  return gaussian([depth, visualPrompts, config.image.width], random.split('visual prompts'));
}
