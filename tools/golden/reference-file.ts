// Reads files of reference values into memory, with clear errors about what is missing.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { floats, type NumericArray } from '../../src/core/array.ts';
import { MpaferError } from '../../src/core/errors.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { readTensor } from '../../src/safetensors/tensor.ts';
import type { WeightFile } from '../../src/safetensors/weight-file.ts';
import type { Precision } from './tolerance.ts';

/** The tensors of a file by name. */
export type Reference = (name: string) => NumericArray;

export function readBytes(folder: string, file: string): Uint8Array {
  const path = join(folder, file);
  if (existsSync(path)) return readFileSync(path);
  throw new MpaferError('data', `Cannot read "${path}": there is no such file`, {
    hint: 'docs/golden.md lists the files that a folder must contain',
  });
}

/** A JSON file validated by `schema`. */
export function readJson<T>(folder: string, file: string, schema: z.ZodType<T>): T {
  const text = new TextDecoder().decode(readBytes(folder, file));
  const refuse = (found: string): never => {
    throw new MpaferError('data', `Cannot read "${join(folder, file)}": ${found}`);
  };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse((error as Error).message);
  }
  const { data, error } = schema.safeParse(json);
  return error === undefined ? data : refuse(z.prettifyError(error).replaceAll('\n', ' '));
}

export function readReference(folder: string, file: string): Reference {
  const bytes = readBytes(folder, file);
  const path = join(folder, file);
  const header = parseHeader(bytes, bytes.length, path);
  return (name) => readTensor(bytes, header, name, path);
}

/** The file as a weight file that stays on disk. */
export function weightFileAt(folder: string, file: string): WeightFile {
  const bytes = readBytes(folder, file);
  const path = join(folder, file);
  return { name: path, source: path, header: parseHeader(bytes, bytes.length, path) };
}

/** The same values in the precision of a graph. */
export const inPrecision = ({ shape, data }: NumericArray, type: Precision): NumericArray<Precision> =>
  floats(type, Array.from(data, Number), shape);

/** Rows of a [C, T] array of token ids, each truncated after its first end token. */
export function sequencesOf({ shape, data }: NumericArray, end: number): readonly (readonly number[])[] {
  const [count, length] = shape as [number, number];
  return Array.from({ length: count }, (_, row) => {
    const sequence = Array.from(data.slice(row * length, (row + 1) * length), Number);
    return sequence.slice(0, sequence.includes(end) ? sequence.indexOf(end) + 1 : length);
  });
}
