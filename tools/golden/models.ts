// The model of a folder, once for each naming of its weights.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type ClipConfig, readClipConfig } from '../../src/clip/config.ts';
import { inferClipConfig } from '../../src/clip/infer-config.ts';
import { clipWeights, type StoredTensor } from '../../src/clip/stored-weights.ts';
import type { ClipWeights } from '../../src/clip/weights.ts';
import { MpaferError } from '../../src/core/errors.ts';
import { readJson, weightFileAt } from './reference-file.ts';

export interface Model {
  readonly naming: 'Hugging Face' | 'OpenAI';
  readonly config: ClipConfig;
  readonly stored: ClipWeights<StoredTensor>;
}

const huggingFace = 'hf/model.safetensors';
const configuration = 'hf/config.json';
const openai = 'openai.safetensors';

/** @throws MpaferError when there is none, or a file does not contain a complete CLIP */
export function readModels(folder: string): readonly Model[] {
  const has = (file: string) => existsSync(join(folder, file));
  if (!has(huggingFace) && !has(openai))
    throw new MpaferError('data', `Cannot check "${folder}": it has neither ${huggingFace} nor ${openai}`);
  const config =
    has(configuration) || has(huggingFace)
      ? readClipConfig(readJson(folder, configuration, z.unknown()), join(folder, configuration))
      : undefined;
  const models: Model[] = [];
  if (config !== undefined && has(huggingFace)) {
    const stored = clipWeights([weightFileAt(folder, huggingFace)], config);
    models.push({ naming: 'Hugging Face', config, stored });
  }
  if (has(openai)) {
    const file = weightFileAt(folder, openai);
    const own = config === undefined || isOpenaiLike(config) ? inferClipConfig([file]) : config;
    models.push({ naming: 'OpenAI', config: own, stored: clipWeights([file], own) });
  }
  return models;
}

/** Sizes of OpenAI's files are inferred from shapes. Whatever shapes do not determine must match OpenAI's models, or come from a configuration. */
const isOpenaiLike = ({ image, text }: ClipConfig): boolean =>
  [image, text].every(
    ({ width, heads, activation, epsilon }) =>
      width === 64 * heads && activation === 'quick_gelu' && Math.abs(epsilon - 1e-5) < 1e-12,
  );
