// Which files of a model folder hold its weights.
import { MpaferError } from '../core/errors.ts';
import { showValue } from '../core/show-value.ts';
import type { ModelFolder } from './model-folder.ts';
import { readJsonFile } from './read-json-file.ts';

const usual = 'model.safetensors';
const index = 'model.safetensors.index.json';

/**
 * `model.safetensors`, or the shards that its index names, or else the folder's only safetensors file. In order of name.
 *
 * @throws MpaferError `model` when there is none, more than one to choose from, or a shard is missing
 */
export async function weightFilesOf(folder: ModelFolder): Promise<string[]> {
  const refuse = (found: string, hint?: string): never => {
    throw new MpaferError('model', `Cannot load "${folder.name}": ${found}`, hint === undefined ? {} : { hint });
  };
  if (folder.files.includes(usual)) return [usual];
  if (folder.files.includes(index)) return shardsOf(folder, refuse);
  const found = folder.files.filter((file) => file.endsWith('.safetensors'));
  if (found.length === 1) return found;
  if (found.length > 1)
    return refuse(
      `it has ${found.length} safetensors files and none is called ${usual}`,
      'Name the file instead of the folder.',
    );
  const others = folder.files.filter((file) => /\.(bin|pt|pth|ckpt|onnx)$/.test(file));
  return refuse(
    `it has no ${usual}`,
    others.length === 0
      ? 'Name a folder with a CLIP model, or a .safetensors file.'
      : `Convert "${others[0]}" to safetensors first.`,
  );
}

async function shardsOf(folder: ModelFolder, refuse: (found: string) => never): Promise<string[]> {
  const json = (await readJsonFile(folder, index, 'model')) as { weight_map?: unknown } | null;
  const map = json?.weight_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return refuse(`"${index}" has no weight_map`);
  const shards = [...new Set<unknown>(Object.values(map))];
  if (shards.length === 0) refuse(`"${index}" names no file`);
  // Only names of files that the folder listed: an index cannot lead out of it.
  for (const shard of shards)
    if (typeof shard !== 'string' || !folder.files.includes(shard))
      refuse(`"${index}" names ${showValue(shard)}, which is not there`);
  return (shards as string[]).sort();
}
