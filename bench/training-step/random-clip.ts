// A CLIP of a published size with random weights, as far as the benchmarks need it: its sizes and weights, and how a weight is read.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { ClipConfig } from '../../src/clip/config.ts';
import type { ClipModel } from '../../src/clip/load-clip.ts';
import { clipWeights } from '../../src/clip/stored-weights.ts';
import { numericArray } from '../../src/core/array.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { viewAs } from '../../src/safetensors/tensor.ts';
import { randomWeights, sizes } from './sizes.ts';

export type BenchClip = Pick<ClipModel, 'name' | 'config' | 'weights' | 'readWeight'>;

/** @param folder where the weight file is, or will be created */
export const randomClip = (size: string, folder: string): BenchClip =>
  clipOfFile(size, sizes[size]!, randomWeights(size, folder));

/**
 * Only the header is read: weights are read when they are needed. If the configuration has more patches than the file, rows of
 * another weight replace their position embeddings: the values are random either way.
 */
export function clipOfFile(name: string, config: ClipConfig, path: string): BenchClip {
  const length = Number(bytesOf(path, 0, 8).readBigUInt64LE());
  const header = parseHeader(bytesOf(path, 0, 8 + length), statSync(path).size, path);
  return {
    name,
    config,
    weights: withPositions(clipWeights([{ name: path, source: path, header }], sizes[name]!), config),
    readWeight: async ({ dtype, shape, begin, end }) => {
      const bytes = bytesOf(path, begin, end);
      return numericArray(dtype, shape, viewAs(dtype, bytes));
    },
  };
}

function withPositions(weights: BenchClip['weights'], { image }: ClipConfig): BenchClip['weights'] {
  const shape = [1 + (image.size / image.patch) ** 2, image.width];
  const { positionEmbedding } = weights.image;
  if (shape[0] === positionEmbedding.shape[0]) return weights;
  const { begin } = weights.text.tokenEmbedding;
  const other = { ...positionEmbedding, shape, begin, end: begin + 4 * shape[0]! * shape[1]! };
  return { ...weights, image: { ...weights.image, positionEmbedding: other } };
}

function bytesOf(path: string, begin: number, end: number): Buffer {
  const file = openSync(path, 'r');
  const bytes = Buffer.from(new ArrayBuffer(end - begin));
  readSync(file, bytes, 0, end - begin, begin);
  closeSync(file);
  return bytes;
}
