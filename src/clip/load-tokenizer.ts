// The tokenizer of a model folder; where there is none, one that says so when it is used.
import { MpaferError } from '../core/errors.ts';
import type { TextTowerConfig } from './config.ts';
import type { ModelFolder } from './model-folder.ts';
import { readJsonFile, refuseStandIn } from './read-json-file.ts';
import { createTokenizer, createTokenizerFromMerges, type Tokenizer } from './tokenizer.ts';

/**
 * Reads `tokenizer.json`, or `vocab.json` with `merges.txt`.
 *
 * @throws MpaferError `tokenizer` when the files are damaged or belong to another model
 */
export async function loadTokenizer(folder: ModelFolder, config: TextTowerConfig): Promise<Tokenizer> {
  const tokenizer = await readTokenizer(folder);
  if (tokenizer === undefined) return missingTokenizer(folder.name, config);
  const { vocabularySize, startToken, endToken } = tokenizer;
  if (vocabularySize > config.vocabulary || startToken !== config.startToken || endToken !== config.endToken)
    throw new MpaferError(
      'tokenizer',
      `Cannot use the tokenizer of "${folder.name}": it has ${vocabularySize} tokens, start ${startToken} and end ${endToken}, ` +
        `the model has ${config.vocabulary}, start ${config.startToken} and end ${config.endToken}`,
    );
  return tokenizer;
}

async function readTokenizer(folder: ModelFolder): Promise<Tokenizer | undefined> {
  const has = (file: string) => folder.files.includes(file);
  if (has('tokenizer.json')) return createTokenizer(await readJsonFile(folder, 'tokenizer.json', 'tokenizer'));
  if (!has('vocab.json') || !has('merges.txt')) return undefined;
  const vocabulary = await readJsonFile(folder, 'vocab.json', 'tokenizer');
  const merges = await folder.read('merges.txt');
  refuseStandIn(merges, folder, 'merges.txt', 'tokenizer');
  return createTokenizerFromMerges(vocabulary, new TextDecoder().decode(merges));
}

function missingTokenizer(name: string, config: TextTowerConfig): Tokenizer {
  const missing = (): never => {
    throw new MpaferError(
      'tokenizer',
      `Cannot tokenise text: "${name}" has no tokenizer.json, nor vocab.json with merges.txt`,
      {
        hint: "Put the model's tokenizer files beside its weights",
      },
    );
  };
  const { startToken, endToken, padToken, vocabulary } = config;
  return {
    encode: missing,
    words: missing,
    textOf: missing,
    startToken,
    endToken,
    padToken,
    vocabularySize: vocabulary,
  };
}
