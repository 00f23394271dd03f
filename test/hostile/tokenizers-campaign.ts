// Damaged tokenizer files: tokenizer.json, and the older vocab.json with merges.txt.
import { loadTokenizer } from '../../src/clip/load-tokenizer.ts';
import { pad } from '../../src/clip/tokenizer.ts';
import { trainVocabulary } from '../../src/clip/train-vocabulary.ts';
import type { Random } from '../../src/core/random.ts';
import { memoryFolder } from '../clip/memory-folder.ts';
import { tinyModelConfig } from '../support/tiny-model.ts';
import type { Campaign } from './campaign.ts';
import { damaged, oneOf } from './damaged-bytes.ts';
import { hostileJson } from './hostile-json.ts';

const texts = [
  'a photo of a person making a facial expression of happiness',
  '',
  ' \n\t',
  'naïve 笑 😀👩‍👩‍👧 ﷺ',
  '\ud800',
  'a'.repeat(2000),
  "it's <|endoftext|> 12345 !!!",
];

export const tokenizersCampaign: Campaign = {
  name: 'tokenizers',
  what: 'tokenizer.json, vocab.json and merges.txt; texts are encoded with those that are taken',
  cases: 10_000,
  async prepare() {
    const whole = trainVocabulary([['raised brows, lowered brows and a smile', 3]], 540);
    const { vocab, merges } = whole.model;
    const size = Object.keys(vocab).length;
    const config = { ...tinyModelConfig.text, vocabulary: size, startToken: size - 2, endToken: size - 1 };
    /** Most of the damage goes to the few fields, not to the hundreds of tokens. */
    const without = { ...whole, model: { ...whole.model, vocab: undefined, merges: undefined } };
    const hostile = (source: Random): Uint8Array => {
      if (source.uniform() < 0.4) return hostileJson(source, whole);
      const text = new TextDecoder().decode(hostileJson(source, without));
      const rest = `"vocab":${JSON.stringify(vocab)},"merges":${JSON.stringify(merges)}`;
      return new TextEncoder().encode(text.replace(/"model":\{/, `"model":{${rest},`));
    };
    return async (source) => {
      const lines = new TextEncoder().encode(`#version: 0.2\n${merges.join('\n')}\n`);
      const files =
        source.uniform() < 0.8
          ? { 'tokenizer.json': hostile(source) }
          : source.uniform() < 0.5
            ? { 'vocab.json': hostileJson(source, vocab), 'merges.txt': lines }
            : { 'vocab.json': JSON.stringify(vocab), 'merges.txt': damaged(source, lines) };
      const tokenizer = await loadTokenizer(memoryFolder(files), config);
      const text = oneOf(source, texts);
      const ids = tokenizer.encode(text);
      for (const id of ids.slice(0, 20)) tokenizer.textOf(id);
      pad(ids, 77, tokenizer.padToken, text);
    };
  },
};
