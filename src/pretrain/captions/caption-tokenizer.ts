// The tokenizer of a pretrained model, with a vocabulary trained on its captions.
import { createTokenizer, type Tokenizer } from '../../clip/tokenizer.ts';
import type { TokenizerJson } from '../../clip/tokenizer-json.ts';
import { trainVocabulary } from '../../clip/train-vocabulary.ts';
import { random } from '../../core/random.ts';
import type { PretrainConfiguration } from '../pretrain-configuration.ts';
import { captionSentences } from './captions.ts';

export interface CaptionTokenizer {
  readonly tokenizer: Tokenizer;
  /** The content of `tokenizer.json`. */
  readonly json: TokenizerJson;
}

/** Depends on the seed and the vocabulary size alone. Words that are not in the vocabulary are split into pieces, down to bytes. */
export function captionTokenizer({ seed, vocabulary }: PretrainConfiguration): CaptionTokenizer {
  const json = trainVocabulary(captionSentences(random(seed).split('vocabulary')), vocabulary);
  return { tokenizer: createTokenizer(json), json };
}
