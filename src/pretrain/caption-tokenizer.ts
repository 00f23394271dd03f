// The vocabulary of a pretrained model, learnt from its captions.
import { createTokenizer, type Tokenizer } from '../clip/tokenizer.ts';
import type { TokenizerJson } from '../clip/tokenizer-json.ts';
import { trainVocabulary } from '../clip/train-vocabulary.ts';
import { random } from '../core/random.ts';
import { captionSentences } from './captions/captions.ts';
import type { PretrainConfiguration } from './pretrain-configuration.ts';

export interface CaptionTokenizer {
  readonly tokenizer: Tokenizer;
  /** The content of `tokenizer.json`. */
  readonly json: TokenizerJson;
}

/** The same for the same seed and size; other words are spelled out in pieces, down to bytes. */
export function captionTokenizer({ seed, vocabulary }: PretrainConfiguration): CaptionTokenizer {
  const json = trainVocabulary(captionSentences(random(seed).split('vocabulary')), vocabulary);
  return { tokenizer: createTokenizer(json), json };
}
