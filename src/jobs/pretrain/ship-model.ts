// Writes a pretrained model with its record and card, after a final evaluation on phrases it was not trained on.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ClassShares } from '../../clip/class-shares.ts';
import type { ClipConfig } from '../../clip/config.ts';
import type { Tokenizer } from '../../clip/tokenizer.ts';
import type { TokenizerJson } from '../../clip/tokenizer-json.ts';
import { float32 } from '../../core/array.ts';
import { finish } from '../../core/finish.ts';
import { json as jsonText } from '../../core/json.ts';
import { random } from '../../core/random.ts';
import type { Sample } from '../../data/dataset.ts';
import { expressions } from '../../data/expressions.ts';
import type { Engine } from '../../engine/engine.ts';
import { defaultDescriptions } from '../../method/default-descriptions.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { openClip } from '../../platform/node/models/models.ts';
import { heldOutPhrases } from '../../pretrain/captions/held-out.ts';
import { exportModel } from '../../pretrain/model/export-model.ts';
import { modelCard } from '../../pretrain/model/model-card.ts';
import { type ModelRating, rateModel } from '../../pretrain/model/model-rating.ts';
import type { ModelRecord } from '../../pretrain/model/model-record.ts';
import { promptVectors, textVectors } from '../../pretrain/model/prompt-vectors.ts';
import { understandPhrases } from '../../pretrain/model/understand-phrases.ts';
import type { Parameters } from '../../pretrain/optimiser/parameters.ts';
import { zeroShotRecogniser } from '../../recognise/zero-shot.ts';

export interface ShippedModel {
  readonly config: ClipConfig;
  readonly tokenizer: Tokenizer;
  readonly json: TokenizerJson;
  readonly parameters: Parameters;
  /** How frequent classes were in its training. */
  readonly shares: ClassShares;
  /** Faces to rate it on. */
  readonly valid: readonly Sample[];
  readonly record: Omit<ModelRecord, 'parameters' | 'rating' | 'phrases' | 'files'>;
}

/**
 * Writes config.json, model.safetensors, tokenizer.json, training.json and MODEL_CARD.md. The model is rated from its files, as users run
 * it, and the temperature that calibrates it becomes part of its logit scale.
 */
export async function shipModel(folder: string, engine: Engine, model: ShippedModel): Promise<void> {
  const { config, tokenizer, json, parameters, shares } = model;
  await makeFolder(folder);
  await write(folder, exportModel(config, parameters, json, shares));
  const rating = await rate(folder, engine, model.valid);
  const logitScale = Number(parameters.get('logitScale')!.data[0]) - Math.log(rating.temperature);
  const files = exportModel(config, new Map([...parameters, ['logitScale', float32([logitScale], [])]]), json, shares);
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
    rating,
    phrases: understandPhrases(
      heldOutPhrases,
      await texts.encode(parameters),
      vectors.templates!,
      expressions,
      Math.exp(logitScale),
    ),
    files: Object.fromEntries(Object.entries(files).map(([name, content]) => [name, sha256(content)])),
  };
  await texts.release();
  await write(folder, files);
  await writeFile(join(folder, 'training.json'), jsonText(record));
  await writeFile(join(folder, 'MODEL_CARD.md'), modelCard(record));
}

async function write(folder: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
}

/** Rates the model as a zero-shot recogniser. */
async function rate(folder: string, engine: Engine, samples: readonly Sample[]): Promise<ModelRating> {
  const clip = await openClip(folder);
  const recogniser = await zeroShotRecogniser(engine, clip, expressions, defaultDescriptions);
  const predictions = await finish(recogniser.predict(samples));
  await recogniser.release();
  return rateModel(predictions, predictions.logits, random(1).split('rating'));
}

const countOf = (parameters: Parameters, prefix: string): number =>
  [...parameters].reduce((sum, [name, { data }]) => sum + (name.startsWith(prefix) ? data.length : 0), 0);

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
