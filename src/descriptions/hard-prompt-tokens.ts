// Counts the tokens of a hard prompt of type 3.
import type { Tokenizer } from '../clip/tokenizer.ts';
import { hardSentences } from '../method/hard-prompt.ts';

/** Tokens of "a photo of a person making a facial expression of [class], [description]", start and end included. */
export const hardPromptTokens = (tokenizer: Tokenizer, name: string, description: string): number =>
  tokenizer.encode(hardSentences(name, 3, { [name]: description })[0]!).length;
