// Writes a pretrained model into a folder with its record and card, after a last look at phrases it has not read.
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClipConfig } from '../../clip/config.ts';
import type { Tokenizer } from '../../clip/tokenizer.ts';
import type { TokenizerJson } from '../../clip/tokenizer-json.ts';
import { expressions } from '../../data/expressions.ts';
import type { Engine } from '../../engine/engine.ts';
import { writeFile } from '../../platform/node/write-file.ts';
import { heldOutPhrases } from '../../pretrain/captions/held-out-phrases.ts';
import { exportModel } from '../../pretrain/export-model.ts';
import { modelCard } from '../../pretrain/model-card.ts';
import type { ModelRecord } from '../../pretrain/model-record.ts';
import type { Parameters } from '../../pretrain/parameters.ts';
import { promptVectors, textVectors } from '../../pretrain/prompt-vectors.ts';
import { understandPhrases } from '../../pretrain/understand-phrases.ts';

export interface ShippedModel {
  readonly config: ClipConfig;
  readonly tokenizer: Tokenizer;
  readonly json: TokenizerJson;
  readonly parameters: Parameters;
  readonly record: Omit<ModelRecord, 'parameters' | 'phrases' | 'files'>;
}

/** Writes config.json, model.safetensors, tokenizer.json, training.json and MODEL_CARD.md. */
export async function shipModel(folder: string, engine: Engine, model: ShippedModel): Promise<void> {
  const { config, tokenizer, json, parameters } = model;
  await mkdir(folder, { recursive: true });
  const files = exportModel(config, parameters, json);
  const texts = await textVectors(
    engine,
    config,
    tokenizer,
    heldOutPhrases.map(([phrase]) => phrase),
  );
  const vectors = await promptVectors(engine, config, tokenizer, parameters);
  const record: ModelRecord = {
    ...model.record,
    parameters: { image: countOf(parameters, 'image.'), text: countOf(parameters, 'text.') },
    phrases: understandPhrases(
      heldOutPhrases,
      await texts.encode(parameters),
      vectors.templates!,
      expressions,
      Math.exp(Number(parameters.get('logitScale')!.data[0])),
    ),
    files: Object.fromEntries(Object.entries(files).map(([name, content]) => [name, sha256(content)])),
  };
  await texts.release();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await writeFile(join(folder, 'training.json'), `${JSON.stringify(record, undefined, 2)}\n`);
  await writeFile(join(folder, 'MODEL_CARD.md'), modelCard(record));
}

const countOf = (parameters: Parameters, prefix: string): number =>
  [...parameters].reduce((sum, [name, { data }]) => sum + (name.startsWith(prefix) ? data.length : 0), 0);

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
