// A CLIP tokenizer in the form of Hugging Face's tokenizer.json, built from a vocabulary and its merges.
import { MpaferError } from '../core/errors.ts';

export const startOfText = '<|startoftext|>';
export const endOfText = '<|endoftext|>';

/** The pieces that CLIP cuts a text into before pairs are merged: contractions, words, single digits, runs of anything else. */
export const clipPattern = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

/** What such a file holds, as far as it is read here. */
export interface TokenizerJson {
  readonly added_tokens: readonly { readonly id: number; readonly content: string }[];
  readonly model: {
    readonly type: string;
    readonly vocab: Readonly<Record<string, number>>;
    /** Pairs in order of rank, as "left right". */
    readonly merges: readonly string[];
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/**
 * The file's content, for tokens and merges in CLIP's form: bytes as printable characters, `</w>` after the last piece of a word.
 *
 * @param vocabulary id of each token, both special tokens among them
 * @param merges pairs "left right" in order of rank
 * @throws MpaferError `tokenizer` when a special token is missing
 */
export function tokenizerJson(vocabulary: Readonly<Record<string, number>>, merges: readonly string[]): TokenizerJson {
  const added = [startOfText, endOfText].map((content) => {
    const id = Object.hasOwn(vocabulary, content) ? vocabulary[content] : undefined;
    if (id === undefined)
      throw new MpaferError('tokenizer', `Cannot use the vocabulary: token "${content}" is missing`);
    return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: clipPattern }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [endOfText, added[1]!.id],
      cls: [startOfText, added[0]!.id],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: endOfText,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: vocabulary,
      merges,
    },
  };
}

/** The pairs of a `merges.txt`: one per line, after an optional `#version` line. */
export const readMerges = (text: string): string[] =>
  text.split(/\r?\n/).filter((line, index) => line.trim() !== '' && !(index === 0 && line.startsWith('#version')));
