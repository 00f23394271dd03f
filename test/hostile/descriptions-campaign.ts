// Damaged description files, read like the command line reads them and turned into hard prompts; damaged replies of language models.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tokenBatch } from '../../src/clip/token-batch.ts';
import { createTokenizer } from '../../src/clip/tokenizer.ts';
import { faultOf } from '../../src/descriptions/fault.ts';
import { descriptionOf } from '../../src/descriptions/parse-reply.ts';
import { loadDescriptions } from '../../src/jobs/load-descriptions.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';
import { hardSentences } from '../../src/method/hard-prompt.ts';
import { tinyModelConfig, tinyModelFiles } from '../support/tiny-model.ts';
import type { Campaign } from './campaign.ts';
import { oneOf } from './damaged-bytes.ts';
import { hostileJson, hostileText } from './hostile-json.ts';

const own = { anger: 'lowered brows', happy: ['a wide smile', 'raised cheeks'], wink: 'one eye closed' };

export const descriptionsCampaign: Campaign = {
  name: 'descriptions',
  what: 'descriptions.json, its hard prompts, and the replies of language models',
  cases: 10_000,
  async prepare(folder) {
    const file = join(folder, 'descriptions.json');
    const tokenizer = createTokenizer(JSON.parse(tinyModelFiles(1)['tokenizer.json']));
    const rules = { classes: ['anger', 'joy'], tokens: () => 5, positions: 77, withoutNames: true, anyLanguage: false };
    return async (source) => {
      if (source.uniform() < 0.2) {
        const reply = hostileText(source, { text: '<think>hm</think> Sure: "lowered brows.", - **a** `b`\n1. c' });
        const text = descriptionOf(oneOf(source, [reply, reply.repeat(50), `<think>${reply}`]));
        faultOf('anger', { finish: 'stop' }, text, rules, new Map());
        return;
      }
      await writeFile(file, hostileJson(source, oneOf<unknown>(source, [own, own, defaultDescriptions])));
      const descriptions = await loadDescriptions(file);
      const sentences = Object.keys(descriptions).flatMap((name) => hardSentences(name, 3, descriptions));
      tokenBatch(
        sentences.map((text) => tokenizer.encode(text)),
        tinyModelConfig.text,
        undefined,
        (at) => sentences[at]!,
      );
    };
  },
};
