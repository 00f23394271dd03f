// A safetensors file of reference values, read into memory.
import { readFileSync } from 'node:fs';
import type { NumericArray } from '../../src/core/array.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { readTensor } from '../../src/safetensors/tensor.ts';
import type { WeightFile } from '../../src/safetensors/weight-file.ts';

export type Reference = (name: string) => NumericArray;

export function readReference(path: string): Reference {
  const bytes = readFileSync(path);
  const header = parseHeader(bytes, bytes.length, path);
  return (name) => readTensor(bytes, header, name, path);
}

/** The file as a weight file that stays on disk. */
export function weightFileAt(path: string): WeightFile {
  const bytes = readFileSync(path);
  return { name: path, source: path, header: parseHeader(bytes, bytes.length, path) };
}

/** The same numbers in the precision that a graph computes in. */
export function inPrecision({ shape, data }: NumericArray, type: 'float32' | 'float64'): NumericArray {
  const values = data as ArrayLike<number>;
  return { type, shape, data: type === 'float32' ? Float32Array.from(values) : Float64Array.from(values) };
}
