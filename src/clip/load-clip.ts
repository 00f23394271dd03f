// Loads a CLIP: its sizes and the places of its weights. The weights themselves stay in their files, and its tokenizer until it is needed.
import { type NumericArray, numericArray } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { toFloat32 } from '../safetensors/half.ts';
import { viewAs } from '../safetensors/tensor.ts';
import type { WeightFile } from '../safetensors/weight-file.ts';
import { type ClassShares, readClassShares } from './class-shares.ts';
import { type ClipConfig, readClipConfig } from './config.ts';
import { hasOpenaiNames, inferClipConfig } from './infer-config.ts';
import { hasFile, type ModelFolder } from './model-folder.ts';
import { readOpenClipConfig } from './open-clip-config.ts';
import { readOpenClipPreprocessing } from './open-clip-preprocessing.ts';
import { clipPreprocessing, type Preprocessing } from './preprocessing.ts';
import { readJsonFile } from './read-json-file.ts';
import { readPreprocessing } from './read-preprocessing.ts';
import { clipWeights, type StoredTensor } from './stored-weights.ts';
import type { Tokenizer } from './tokenizer.ts';
import { weightFilesOf } from './weight-files.ts';
import type { ClipWeights } from './weights.ts';

/** A loaded CLIP: its sizes, and where its weights and its tokenizer are. */
export interface ClipModel {
  /** What to call it in messages and records. */
  readonly name: string;
  readonly config: ClipConfig;
  /** How images are prepared for it; OpenAI's way where the folder does not say. */
  readonly preprocessing: Preprocessing;
  readonly weights: ClipWeights<StoredTensor>;
  /** How frequent classes were in its training; absent where its `config.json` does not say. */
  readonly classShares?: ClassShares | undefined;
  /** Factor on cosines: e to the stored logarithm, 100 for the released models. */
  readonly logitScale: number;
  /**
   * What turns texts into tokens, read at the first call: recognising with trained class vectors needs no text.
   *
   * Rejects with MpaferError `tokenizer` when its files are damaged or belong to another model. Where the folder has none, tokenising throws.
   */
  tokenizer(): Promise<Tokenizer>;
  /** SHA-256, in hex, over the weight files' bytes in order of name; computed at the first call. */
  digest(): Promise<string>;
  /** A weight's numbers, in the type and order they are stored. */
  readWeight(weight: StoredTensor): Promise<NumericArray>;
}

/**
 * Loads a ViT CLIP from a Hugging Face folder (`config.json`, `model.safetensors` or its shards, tokenizer files), or from a safetensors
 * file under OpenAI's names, which needs no `config.json`; where OpenCLIP's `open_clip_config.json` is beside it, that is read.
 *
 * Images are prepared as `processor_config.json`, `preprocessor_config.json` or OpenCLIP's file says.
 *
 * @throws MpaferError `model`, `safetensors` or `tokenizer`, naming the file and what is missing or wrong in it
 * @example
 * ```ts page (runs in a browser; test/browser/recognition.test.ts does)
 * import { fetchedModelFolder, loadClip } from 'mpafer';
 * const clip = await loadClip(fetchedModelFolder('/mpafer/face-clip'));
 * console.log(clip.config.image.size);
 * ```
 */
export async function loadClip(folder: ModelFolder): Promise<ClipModel> {
  const fileNames = await weightFilesOf(folder);
  const files = await Promise.all(fileNames.map((file) => folder.weightFile(file)));
  const { config, preprocessing, classShares } = await readConfig(folder, files);
  const weights = clipWeights(files, config);
  const names = new Map<StoredTensor['file'], string>(files.map((file, index) => [file, fileNames[index]!]));
  const readWeight = async ({ file, begin, end, dtype, shape }: StoredTensor): Promise<NumericArray> => {
    const { source } = file;
    const bytes =
      typeof source === 'function'
        ? (await source()).subarray(begin, end)
        : await folder.read(names.get(file)!, begin, end);
    return numericArray(dtype, shape, viewAs(dtype, bytes));
  };
  let digest: Promise<string> | undefined;
  let tokenizer: Promise<Tokenizer> | undefined;
  return {
    name: folder.name,
    config,
    preprocessing,
    weights,
    classShares,
    logitScale: Math.exp(Number(toFloat32(await readWeight(weights.logitScale)).data[0])),
    async tokenizer() {
      const { loadTokenizer } = await import('./load-tokenizer.ts');
      tokenizer ??= loadTokenizer(folder, config.text);
      return tokenizer;
    },
    digest() {
      digest ??= folder.digest(fileNames);
      return digest;
    },
    readWeight,
  };
}

const openClipConfig = 'open_clip_config.json';

interface ModelSettings {
  readonly config: ClipConfig;
  readonly preprocessing: Preprocessing;
  readonly classShares?: ClassShares | undefined;
}

/** What OpenCLIP writes beside its weights tells more than their shapes; Hugging Face's own file says it all for theirs. */
async function readConfig(folder: ModelFolder, files: readonly WeightFile[]): Promise<ModelSettings> {
  const readJson = (file: string) => readJsonFile(folder, file, 'model');
  if (hasOpenaiNames(files) && folder.files.includes(openClipConfig)) {
    const json = await readJson(openClipConfig);
    const config = readOpenClipConfig(json, openClipConfig);
    return { config, preprocessing: readOpenClipPreprocessing(json, openClipConfig, config.image.size) };
  }
  const { config, classShares } = await sizesOf(folder, files);
  const { size } = config.image;
  // transformers 5 keeps the settings of images in the processor's file, and looks there first.
  for (const file of ['processor_config.json', 'preprocessor_config.json']) {
    if (!(await hasFile(folder, file))) continue;
    const json = await readJson(file);
    if (file === 'processor_config.json' && !hasImageProcessor(json)) continue;
    return { config, preprocessing: readPreprocessing(json, file, size), classShares };
  }
  return { config, preprocessing: clipPreprocessing(size), classShares };
}

const hasImageProcessor = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'image_processor' in json;

async function sizesOf(
  folder: ModelFolder,
  files: readonly WeightFile[],
): Promise<Pick<ModelSettings, 'config' | 'classShares'>> {
  if (folder.files.includes('config.json')) {
    const json = await readJsonFile(folder, 'config.json', 'model');
    return { config: readClipConfig(json, 'config.json'), classShares: readClassShares(json, 'config.json') };
  }
  if (hasOpenaiNames(files)) return { config: inferClipConfig(files) };
  throw new MpaferError(
    'model',
    `Cannot load "${folder.name}": it has no config.json, which weights under Hugging Face's names need`,
  );
}
