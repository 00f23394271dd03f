// All that a pretraining run needs to go on as if it had never stopped, as one safetensors file.
import { float32, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { parseHeader } from '../safetensors/header.ts';
import { readTensor } from '../safetensors/tensor.ts';
import { writeSafetensors } from '../safetensors/write.ts';
import type { OptimiserState } from './optimiser.ts';
import type { Parameters } from './parameters.ts';

export const stages = ['guide', 'image', 'text', 'joint'] as const;
export type Stage = (typeof stages)[number];

export interface PretrainState {
  readonly stage: Stage;
  /** Steps of this stage that are done; those of its schedule when it is complete. */
  readonly step: number;
  readonly parameters: Parameters;
  readonly average: Parameters;
  readonly optimiser: OptimiserState;
}

/** @param record what belongs to it: configuration, seed, digest of the data ... */
export function writeCheckpoint(state: PretrainState, record: Readonly<Record<string, string>>): Uint8Array {
  const tensors: Record<string, NumericArray> = {};
  for (const [name, array] of state.parameters) tensors[`parameter ${name}`] = array;
  for (const [name, array] of state.average) tensors[`average ${name}`] = array;
  for (const [name, data] of state.optimiser.first) tensors[`first ${name}`] = float32(data, [data.length]);
  for (const [name, data] of state.optimiser.second) tensors[`second ${name}`] = float32(data, [data.length]);
  const place = { stage: state.stage, step: String(state.step), optimiserStep: String(state.optimiser.step) };
  return writeSafetensors(tensors, { ...record, ...place });
}

/** @throws MpaferError `checkpoint` when the file holds something else */
export function readCheckpoint(
  bytes: Uint8Array,
  name: string,
): { readonly state: PretrainState; readonly record: Readonly<Record<string, string>> } {
  const header = parseHeader(bytes, bytes.length, name);
  const { stage, step, optimiserStep, ...record } = header.metadata;
  const known = stages.find((candidate) => candidate === stage);
  if (known === undefined || step === undefined || optimiserStep === undefined)
    throw new MpaferError('checkpoint', `Cannot resume from "${name}": it is not a checkpoint of pretraining`);
  const parameters: Parameters = new Map();
  const average: Parameters = new Map();
  const first = new Map<string, Float32Array>();
  const second = new Map<string, Float32Array>();
  for (const key of header.tensors.keys()) {
    const { shape, data } = readTensor(bytes, header, key, name);
    // Copies: what is read may be changed in place, the file's bytes may not.
    const numbers = Float32Array.from(data as Float32Array);
    const path = key.slice(key.indexOf(' ') + 1);
    if (key.startsWith('parameter ')) parameters.set(path, float32(numbers, shape));
    else if (key.startsWith('average ')) average.set(path, float32(numbers, shape));
    else (key.startsWith('first ') ? first : second).set(path, numbers);
  }
  const optimiser = { step: Number(optimiserStep), first, second };
  return { state: { stage: known, step: Number(step), parameters, average, optimiser }, record };
}
