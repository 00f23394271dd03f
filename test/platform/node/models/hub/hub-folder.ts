// A cache for one test, with the settings that lead to a hub of the tests' own, and what such a hub has to offer.
import type { TestContext } from 'node:test';
import { random } from '../../../../../src/core/random.ts';
import { type HubSettings, hubSettings } from '../../../../../src/platform/node/models/hub/hub-settings.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import type { Files, HubServer } from './hub-server.ts';

export const commit = '0123456789abcdef0123456789abcdef01234567';

const source = random(8);

/** Bytes that do not compress and do not repeat. */
export const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => source.integer(256));

/** Files that look like a CLIP from outside; nothing here opens them. */
export const someFiles: Files = {
  'README.md': '# not needed',
  'config.json': '{"model_type":"clip"}',
  'merges.txt': '#version: 0.2\n',
  'model.safetensors': noise(200_000),
  'preprocessor_config.json': '{"do_resize":true}',
  'pytorch_model.bin': 'a pickle',
  'tokenizer.json': '{"some":"tokenizer"}',
  'vocab.json': '{}',
};

/** What of `someFiles` a CLIP is loaded from. */
export const wanted = [
  'config.json',
  'preprocessor_config.json',
  'tokenizer.json',
  'vocab.json',
  'merges.txt',
  'model.safetensors',
] as const;

export async function cacheFor(t: TestContext, { url }: Pick<HubServer, 'url'>): Promise<HubSettings> {
  const cache = await temporaryFolder(t);
  return hubSettings({ endpoint: url }, { HF_HUB_CACHE: cache });
}
