// A tiny random CLIP with a tokenizer, in memory or as a folder in Hugging Face's layout.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClipConfig, clipConfigJson } from '../../src/clip/config.ts';
import { type ClipModel, loadClip } from '../../src/clip/load-clip.ts';
import { trainVocabulary } from '../../src/clip/train-vocabulary.ts';
import { sha256 } from '../../src/core/sha256.ts';
import { expressions } from '../../src/data/expressions.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { hardSentences } from '../../src/method/hard-prompt.ts';
import { memoryFolder } from '../clip/memory-folder.ts';
import { tinyClip } from './tiny-clip.ts';

/** Trained on the hard prompts, so that each word is about one token and they fit into 77 positions. */
const tokenizer = trainVocabulary(
  expressions.flatMap((name) => hardSentences(name, 3, defaultDescriptions).map((text) => [text, 1] as const)),
  1000,
);
const vocabulary = Object.keys(tokenizer.model.vocab).length;

export const tinyModelConfig: ClipConfig = {
  image: { size: 16, patch: 8, width: 24, layers: 2, heads: 2, hidden: 32, activation: 'quick_gelu', epsilon: 1e-5 },
  text: {
    vocabulary,
    positions: 77,
    width: 16,
    layers: 2,
    heads: 2,
    hidden: 24,
    activation: 'quick_gelu',
    epsilon: 1e-5,
    startToken: vocabulary - 2,
    endToken: vocabulary - 1,
    padToken: 0,
  },
  embedding: 12,
};

/** The files of the model, by name. */
export const tinyModelFiles = (seed: number) => ({
  'config.json': JSON.stringify(clipConfigJson(tinyModelConfig)),
  'tokenizer.json': JSON.stringify(tokenizer),
  'model.safetensors': tinyClip(seed, tinyModelConfig).bytes,
});

/** Writes the model and returns the folder. Another seed gives other weights of the same shapes. */
export async function writeTinyModel(folder: string, seed = 1): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(tinyModelFiles(seed))) await writeFile(join(folder, name), content);
  return folder;
}

/** The model in memory, with files replaced or (undefined) removed. */
export async function tinyModel(
  seed = 1,
  changed: Readonly<Record<string, Uint8Array | string | undefined>> = {},
): Promise<ClipModel> {
  const present = Object.entries({ ...tinyModelFiles(seed), ...changed }).flatMap(([name, content]) =>
    content === undefined ? [] : [[name, content] as const],
  );
  const files: Record<string, Uint8Array | string> = Object.fromEntries(present);
  const folder = memoryFolder(files);
  const digest = () => sha256(files['model.safetensors'] as Uint8Array);
  return loadClip({ ...folder, name: `/models/tiny-${seed}`, digest });
}
