// Trains a small byte-level BPE vocabulary in CLIP's form, for a model that is trained from scratch.
import { MpaferError } from '../core/errors.ts';
import { clipPattern, endOfText, startOfText, type TokenizerJson, tokenizerJson } from './tokenizer-json.ts';

/** The 256 bytes, each as a token inside a word and one at its end, and two special tokens. */
const smallestSize = 2 * 256 + 2;

/** Separates the two ids of a pair in one number; larger than any vocabulary here. */
const pairBase = 2 ** 20;

interface Word {
  pieces: number[];
  readonly count: number;
}

/**
 * Learns merges from sentences: again and again the pair that occurs most often becomes a token, of equal ones the pair with the smaller ids.
 * The same sentences in any order give the same vocabulary.
 *
 * @param sentences texts with how often each occurs
 * @param size most tokens to end with, 514 (bytes only) to 8192; fewer when the sentences have no more pairs
 * @returns the content of a `tokenizer.json`; start and end of text are the last two ids
 * @throws MpaferError `tokenizer` for another size
 * @example
 * ```ts
 * import { createTokenizer } from 'mpafer/graph';
 * import { trainVocabulary } from './train-vocabulary.ts';
 * const json = trainVocabulary([['a happy face', 3], ['a sad face', 2]], 600);
 * console.log(createTokenizer(json).words('a happy sad face').length); // 4
 * ```
 */
export function trainVocabulary(
  sentences: Iterable<readonly [text: string, count: number]>,
  size: number,
): TokenizerJson {
  if (!Number.isInteger(size) || size < smallestSize || size > 8192)
    throw new MpaferError('tokenizer', `Cannot train a vocabulary of ${size} tokens; expected ${smallestSize} to 8192`);
  const tokens = [...byteTokens(), ...byteTokens().map((token) => `${token}</w>`)];
  const words = countWords(sentences);
  const { counts, owners } = countPairs(words);
  const merges: string[] = [];
  while (tokens.length + 2 < size) {
    const best = mostFrequent(counts);
    if (best === undefined) break;
    const [left, right] = [Math.floor(best / pairBase), best % pairBase];
    merges.push(`${tokens[left]} ${tokens[right]}`);
    const joined = tokens.push(`${tokens[left]}${tokens[right]}`) - 1;
    for (const word of owners.get(best)!) {
      addPairs(word, -1, counts, owners);
      word.pieces = merged(word.pieces, left, right, joined);
      addPairs(word, 1, counts, owners);
    }
    owners.delete(best);
  }
  const vocabulary = [...tokens, startOfText, endOfText].map((token, id) => [token, id] as const);
  return tokenizerJson(Object.fromEntries(vocabulary), merges);
}

type PairCounts = Map<number, number>;
type PairOwners = Map<number, Set<Word>>;

/** The distinct words as byte tokens, the last one the end-of-word form; sorted, so that the order of sentences cannot matter. */
function countWords(sentences: Iterable<readonly [string, number]>): Word[] {
  const pattern = new RegExp(clipPattern, 'gu');
  const counts = new Map<string, number>();
  for (const [text, count] of sentences)
    for (const [word] of text.normalize('NFC').toLowerCase().matchAll(pattern))
      counts.set(word, (counts.get(word) ?? 0) + count);
  const encoder = new TextEncoder();
  const ids = byteIds();
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([word, count]) => {
      const pieces = Array.from(encoder.encode(word), (byte) => ids[byte]!);
      pieces[pieces.length - 1]! += 256;
      return { pieces, count };
    });
}

function countPairs(words: readonly Word[]): { counts: PairCounts; owners: PairOwners } {
  const counts: PairCounts = new Map();
  const owners: PairOwners = new Map();
  for (const word of words) addPairs(word, 1, counts, owners);
  return { counts, owners };
}

/** Counts a word's pairs in (sign 1) or out (sign -1). A word stays the owner of pairs it has lost, which costs a look and no more. */
function addPairs(word: Word, sign: 1 | -1, counts: PairCounts, owners: PairOwners): void {
  const { pieces, count } = word;
  for (let at = 1; at < pieces.length; at++) {
    const pair = pieces[at - 1]! * pairBase + pieces[at]!;
    const total = (counts.get(pair) ?? 0) + sign * count;
    if (total > 0) counts.set(pair, total);
    else counts.delete(pair);
    if (sign === 1) {
      const list = owners.get(pair);
      if (list === undefined) owners.set(pair, new Set([word]));
      else list.add(word);
    }
  }
}

function mostFrequent(counts: PairCounts): number | undefined {
  let best: number | undefined;
  let bestCount = 0;
  for (const [pair, count] of counts)
    if (count > bestCount || (count === bestCount && pair < best!)) {
      best = pair;
      bestCount = count;
    }
  return best;
}

function merged(pieces: readonly number[], left: number, right: number, joined: number): number[] {
  const result: number[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const isPair = pieces[at] === left && pieces[at + 1] === right;
    result.push(isPair ? joined : pieces[at]!);
    if (isPair) at++;
  }
  return result;
}

/** Bytes that are printable characters stand for themselves, and come first; the others follow, as the characters from 256 on. */
const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;

function byteOrder(): number[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  return [...bytes.filter(printable), ...bytes.filter((byte) => !printable(byte))];
}

/** The token of each id 0-255. */
function byteTokens(): string[] {
  let other = 256;
  return byteOrder().map((byte) => String.fromCodePoint(printable(byte) ? byte : other++));
}

/** The id of each byte. */
function byteIds(): number[] {
  const ids: number[] = [];
  byteOrder().forEach((byte, id) => {
    ids[byte] = id;
  });
  return ids;
}
