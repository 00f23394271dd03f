// CLIP's tokenizer: text to token ids, exactly as the model was trained.
import { Tokenizer as BytePairTokenizer } from '@huggingface/tokenizers';
import { MpaferError } from '../core/errors.ts';
import { endOfText, readMerges, startOfText, type TokenizerJson, tokenizerJson } from './tokenizer-json.ts';
import { wrongSteps } from './tokenizer-steps.ts';

/** Turns text into the token ids of a CLIP. */
export interface Tokenizer {
  /** Token ids of a text between start and end token. Never cut, never padded. */
  encode(text: string): number[];
  /** Token ids of a text without start and end. */
  words(text: string): number[];
  /** A token's text; an incomplete character shows as "\ufffd". */
  textOf(id: number): string;
  readonly startToken: number;
  readonly endToken: number;
  /** 0, as in OpenAI's tokenizer. */
  readonly padToken: number;
  readonly vocabularySize: number;
}

/**
 * The tokenizer of a parsed `tokenizer.json`.
 *
 * @param json the file's content, or `tokenizerJson(...)`
 * @param name what to call the file in messages
 * @throws MpaferError `tokenizer` when it is not a byte-level BPE in CLIP's form
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { createTokenizer } from 'mpafer/graph';
 * const json = await readFile('assets/face-clip/tokenizer.json', 'utf8');
 * const tokenizer = createTokenizer(JSON.parse(json));
 * console.log(tokenizer.textOf(tokenizer.words('a smile')[1]!)); // smile
 * ```
 */
export function createTokenizer(json: unknown, name = 'tokenizer.json'): Tokenizer {
  const refuse = (found: string, cause?: unknown): never => {
    throw new MpaferError('tokenizer', `Cannot read "${name}": ${found}`, { cause });
  };
  const vocabulary = readVocabulary(json, refuse);
  const wrong = wrongSteps(json as Readonly<Record<string, unknown>>);
  if (wrong !== undefined) refuse(`it ${wrong}`);
  let pairs: BytePairTokenizer;
  try {
    pairs = new BytePairTokenizer(json as TokenizerJson, {
      tokenizer_class: 'CLIPTokenizer',
      clean_up_tokenization_spaces: false,
    });
    // A normaliser or pattern that cannot work shows only when a text goes through it.
    pairs.encode("A photo of 2 people's faces: é, 笑!");
  } catch (error) {
    return refuse(`it is not a tokenizer that can be used (${error instanceof Error ? error.message : error})`, error);
  }
  const special = (content: string): number => vocabulary.get(content) ?? refuse(`token "${content}" is missing`);
  const startToken = special(startOfText);
  const endToken = special(endOfText);
  const vocabularySize = vocabulary.size;
  const words = (text: string): number[] => pairs.encode(text, { add_special_tokens: false }).ids;
  return {
    encode: (text) => [startToken, ...words(text), endToken],
    words,
    textOf(id) {
      if (!Number.isInteger(id) || id < 0 || id >= vocabularySize)
        throw new MpaferError('tokenizer', `Cannot find token ${id}: ids are 0 to ${vocabularySize - 1}`);
      return pairs.decode([id]).trim();
    },
    startToken,
    endToken,
    padToken: 0,
    vocabularySize,
  };
}

/** The tokenizer of the older form, a `vocab.json` (parsed) and a `merges.txt`. @throws MpaferError `tokenizer` */
export function createTokenizerFromMerges(vocabulary: unknown, merges: string, name = 'vocab.json'): Tokenizer {
  if (typeof vocabulary !== 'object' || vocabulary === null || Array.isArray(vocabulary))
    throw new MpaferError('tokenizer', `Cannot read "${name}": it is not an object`);
  return createTokenizer(tokenizerJson(vocabulary as Record<string, number>, readMerges(merges)), name);
}

/**
 * Ids lengthened with the padding token to the model's T positions.
 *
 * @param text the text they came from, to be shown in the message
 * @throws MpaferError `text-too-long`: a text is never cut
 */
export function pad(ids: readonly number[], positions: number, padToken = 0, text?: string): number[] {
  if (ids.length > positions) {
    const shown = text === undefined ? 'Text' : `Text "${text.length > 60 ? `${text.slice(0, 60)}...` : text}"`;
    throw new MpaferError(
      'text-too-long',
      `${shown} has ${ids.length} tokens with start and end, the model takes ${positions}`,
      {
        hint: 'Shorten it: a text that is cut silently loses what tells the classes apart',
      },
    );
  }
  return [...ids, ...new Array<number>(positions - ids.length).fill(padToken)];
}

/** Every token's id, checked: ids 0, 1, 2 ... each used once. Added tokens count. */
function readVocabulary(json: unknown, refuse: (found: string) => never): ReadonlyMap<string, number> {
  const { model, added_tokens: added = [] } = asRecord(json) ?? refuse('it is not an object');
  const { type, vocab, merges } = asRecord(model) ?? refuse('it has no model');
  if (type !== 'BPE') refuse(`its model is ${JSON.stringify(type)}; expected "BPE"`);
  const isPair = (pair: unknown) => typeof pair === 'string' || (Array.isArray(pair) && pair.length === 2);
  if (!Array.isArray(merges) || !merges.every(isPair)) refuse('its merges are not a list of pairs');
  const ids = new Map<string, number>(
    Object.entries(asRecord(vocab) ?? refuse('it has no vocabulary')) as [string, number][],
  );
  if (!Array.isArray(added)) return refuse('its added_tokens are not a list');
  for (const token of added) {
    const { id, content } = asRecord(token) ?? refuse('an added token is not an object');
    if (typeof content !== 'string') return refuse('an added token has no content');
    ids.set(content, id as number);
  }
  const seen = new Set<number>();
  for (const [token, id] of ids) {
    if (!Number.isInteger(id) || id < 0 || id >= ids.size || seen.has(id))
      refuse(
        `token ${JSON.stringify(token)} has id ${JSON.stringify(id)}; expected each id from 0 to ${ids.size - 1} once`,
      );
    seen.add(id);
  }
  return ids;
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
