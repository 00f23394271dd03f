// The files of a model on the hub that a CLIP needs, with their sizes and digests.
import { MpaferError } from '../../../../core/errors.ts';
import { type FileDigest, isFileDigest } from './file-digest.ts';
import { hubClient } from './hub-client.ts';
import type { HubName } from './hub-name.ts';
import type { HubSettings } from './hub-settings.ts';
import { publishedModel } from './published-models.ts';

export interface HubFile {
  readonly path: string;
  readonly bytes: number;
  readonly digest: FileDigest;
}

export interface HubModel {
  readonly id: string;
  /** The requested revision. */
  readonly revision: string;
  readonly commit: string;
  readonly licence: string;
  /** Small files first, so that a snapshot with weights is complete. */
  readonly files: readonly HubFile[];
}

const index = 'model.safetensors.index.json';
const beside = [
  'config.json',
  'preprocessor_config.json',
  'processor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'vocab.json',
  'merges.txt',
  'special_tokens_map.json',
];
const openClipWeights = ['open_clip_model.safetensors', 'open_clip_pytorch_model.safetensors'];

/** Selects the files that a CLIP is loaded from: configuration, tokenizer, and one form of the weights. Undefined without weights. */
export function neededFiles(paths: readonly string[]): readonly string[] | undefined {
  const has = (path: string) => paths.includes(path);
  const single = has('model.safetensors') ? ['model.safetensors'] : [];
  const shards = has(index) ? [index, ...paths.filter((path) => /^model-\d+-of-\d+\.safetensors$/.test(path))] : [];
  const openClip = openClipWeights.filter(has).slice(0, 1);
  const [weights] = [single, shards, openClip].filter((own) => own.length > 0);
  if (weights === undefined) return undefined;
  const own = weights === openClip ? ['open_clip_config.json', ...beside] : beside;
  return [...own.filter(has), ...weights];
}

/**
 * Asks the hub for the commit of a revision and its files.
 *
 * @throws MpaferError `model` when there is no such model or revision, it has no safetensors, the hub is unreachable, or its weights are
 * not those that OpenAI published
 */
export async function listFiles(
  { id, revision }: HubName,
  settings: HubSettings,
  signal?: AbortSignal,
): Promise<HubModel> {
  const client = hubClient(id, settings, signal);
  const { commit, licence } = await client.about(revision);
  const entries = (await client.tree(commit)).filter(({ type }) => type === 'file');
  const refuse = (found: string, hint?: string): never => {
    throw new MpaferError('model', `Cannot pull "${id}" at ${revision}: ${found}`, hint === undefined ? {} : { hint });
  };
  const needed =
    neededFiles(entries.map(({ path }) => path)) ??
    refuse(
      'it has no model.safetensors',
      'Models that were uploaded as pickles often have a conversion in a pull request: try NAME@refs/pr/NUMBER',
    );
  const files = needed.map((path): HubFile => {
    const { lfs, oid, size } = entries.find((entry) => entry.path === path)!;
    const digest = lfs?.oid ?? oid ?? '';
    if (!isFileDigest(digest)) refuse(`the hub states no digest of ${path}`);
    return { path, bytes: lfs?.size ?? size, digest };
  });
  const published = publishedModel(id);
  const expected = published?.revision === commit ? published.sha256 : undefined;
  const weights = files.find(({ path }) => path === 'model.safetensors');
  if (expected !== undefined && weights?.digest !== expected) {
    refuse(
      `the SHA-256 of its weights is ${weights?.digest}, OpenAI's is ${expected}`,
      `Is ${settings.endpoint} to be trusted?`,
    );
  }
  return { id, revision, commit, licence: published?.licence ?? licence, files };
}
