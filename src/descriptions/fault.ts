// What is wrong with an answer, if anything: the first check that it fails.
import { looksEnglish } from './english.ts';
import type { ModelReply } from './language-model.ts';
import { namedClass } from './named-class.ts';

export interface Fault {
  readonly kind: 'empty' | 'cut-off' | 'refusal' | 'language' | 'names' | 'too-long' | 'duplicate';
  /** What was found, as a continuation of "the answer ". */
  readonly found: string;
}

export interface Rules {
  readonly classes: readonly string[];
  /** Tokens of the whole hard prompt of type 3 with a description, start and end included. */
  tokens(name: string, description: string): number;
  /** Maximum number of tokens of the text tower. */
  readonly positions: number;
  /** Answers must not name a class. */
  readonly withoutNames: boolean;
  readonly anyLanguage: boolean;
}

/** A description reduced to its words, for comparison. */
export const sameWords = (description: string): string =>
  (description.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');

const refusal = /^(i'm sorry|i am sorry|sorry|i can't|i cannot|i'm unable|i am unable|unfortunately|as an ai)\b/i;

/** @param taken accepted descriptions, reduced to their words, with their classes */
export function faultOf(
  name: string,
  { finish }: Pick<ModelReply, 'finish'>,
  description: string,
  rules: Rules,
  taken: ReadonlyMap<string, string>,
): Fault | undefined {
  if (finish === 'length') return { kind: 'cut-off', found: 'was cut off at the token limit' };
  if (finish === 'content-filter') return { kind: 'refusal', found: "was blocked by the provider's filter" };
  if (refusal.test(description)) return { kind: 'refusal', found: 'is a refusal' };
  const words = sameWords(description);
  if (words.split(' ').length < 2) return { kind: 'empty', found: words === '' ? 'is empty' : 'is a single word' };
  if (!rules.anyLanguage && !looksEnglish(description)) {
    return { kind: 'language', found: 'does not look like English about a face' };
  }
  const named = rules.withoutNames ? namedClass(description, rules.classes) : undefined;
  if (named !== undefined) return { kind: 'names', found: `names "${named}"` };
  const tokens = rules.tokens(name, description);
  if (tokens > rules.positions) {
    return {
      kind: 'too-long',
      found: `makes a hard prompt of ${tokens} tokens, the model takes ${rules.positions}`,
    };
  }
  const owner = taken.get(words);
  if (owner === undefined) return undefined;
  return { kind: 'duplicate', found: `says what another answer for "${owner}" says` };
}
