// Everything needed to resume a pretraining run bit for bit, as one safetensors file.
import * as z from 'zod';
import { float32, type NumericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { parseJson } from '../core/parse-json.ts';
import { toFloat32 } from '../safetensors/half.ts';
import { parseHeader } from '../safetensors/header.ts';
import { isIntact, writeSealed } from '../safetensors/seal.ts';
import { readTensor } from '../safetensors/tensor.ts';
import type { OptimiserState } from './optimiser/optimiser.ts';
import type { Parameters } from './optimiser/parameters.ts';

export const stages = ['guide', 'image', 'adapt', 'text', 'joint'] as const;
export type Stage = (typeof stages)[number];

export interface PretrainState {
  readonly stage: Stage;
  /** Completed steps of this stage. */
  readonly step: number;
  readonly parameters: Parameters;
  readonly average: Parameters;
  readonly optimiser: OptimiserState;
}

const format = 'mpafer-pretraining-1';

const contentSchema = z.strictObject({
  stage: z.enum(stages),
  step: z.int().min(0),
  optimiserStep: z.int().min(0),
  record: z.record(z.string(), z.string()),
});

/** @param record saved with the state: configuration, seed, digest of the data ... */
export function writeCheckpoint(state: PretrainState, record: Readonly<Record<string, string>>): Uint8Array {
  const tensors: Record<string, NumericArray> = {};
  for (const [name, array] of state.parameters) tensors[`parameter ${name}`] = array;
  for (const [name, array] of state.average) tensors[`average ${name}`] = array;
  for (const [name, data] of state.optimiser.first) tensors[`first ${name}`] = float32(data, [data.length]);
  for (const [name, data] of state.optimiser.second) tensors[`second ${name}`] = float32(data, [data.length]);
  const content: z.input<typeof contentSchema> = {
    stage: state.stage,
    step: state.step,
    optimiserStep: state.optimiser.step,
    record: { ...record },
  };
  return writeSealed(tensors, { format, content: JSON.stringify(content) });
}

/** @throws MpaferError `checkpoint` when the file is damaged or holds something else, `safetensors` when it is truncated or no such file */
export function readCheckpoint(
  bytes: Uint8Array,
  name: string,
): { readonly state: PretrainState; readonly record: Readonly<Record<string, string>> } {
  const header = parseHeader(bytes, bytes.length, name);
  const refuse = (found: string): never => {
    throw new MpaferError('checkpoint', `Cannot resume from "${name}": ${found}`);
  };
  if (header.metadata.format !== format) refuse('it is not a pretraining checkpoint');
  if (!isIntact(bytes, header.metadata, ['format', 'content']))
    refuse('the file is damaged: its checksum does not match');
  const { stage, step, optimiserStep, record } = contentOf(header.metadata.content, refuse);
  const parameters: Parameters = new Map();
  const average: Parameters = new Map();
  const first = new Map<string, Float32Array>();
  const second = new Map<string, Float32Array>();
  for (const key of header.tensors.keys()) {
    const { shape, data } = toFloat32(readTensor(bytes, header, key, name));
    // Copied, because parameters are changed in place and the file's bytes must not be.
    const numbers = data.slice();
    const path = key.slice(key.indexOf(' ') + 1);
    if (key.startsWith('parameter ')) parameters.set(path, float32(numbers, shape));
    else if (key.startsWith('average ')) average.set(path, float32(numbers, shape));
    else (key.startsWith('first ') ? first : second).set(path, numbers);
  }
  const optimiser = { step: optimiserStep, first, second };
  return { state: { stage, step, parameters, average, optimiser }, record };
}

function contentOf(text: string | undefined, refuse: (found: string) => never): z.output<typeof contentSchema> {
  try {
    return contentSchema.parse(parseJson(text ?? ''));
  } catch {
    return refuse('its content is not a valid pretraining state');
  }
}
