// Lists the CLIPs in the hub's cache, whichever client put them there.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { weightFilesOf } from '../../../../clip/weight-files.ts';
import { MpaferError } from '../../../../core/errors.ts';
import { openModelFolder } from '../model-folder.ts';
import { repositoryFolder, type Snapshot, snapshotFolder } from './hub-cache.ts';
import { publishedModel } from './published-models.ts';
import { readPullNote } from './pull-note.ts';

export interface PulledModel extends Snapshot {
  readonly licence: string;
  /** Size of the weights. */
  readonly bytes: number;
}

/** Complete CLIPs, in order of name. Other or partly pulled models are skipped. */
export async function pulledModels(cache: string): Promise<readonly PulledModel[]> {
  const found: PulledModel[] = [];
  for (const folder of (await readdir(cache).catch(() => [])).sort()) {
    const [, owner, name] = /^models--([^-].*?)--(.+)$/.exec(folder) ?? [];
    if (owner === undefined) continue;
    const id = `${owner}/${name}`;
    const repository = repositoryFolder(cache, id);
    for (const commit of await readdir(join(repository, 'snapshots')).catch(() => [])) {
      const snapshot = { id, commit, repository, path: snapshotFolder(repository, commit) };
      const bytes = await weightBytes(snapshot.path);
      if (bytes === undefined || !(await isClip(snapshot.path))) continue;
      const note = await readPullNote(snapshot);
      found.push({ ...snapshot, bytes, licence: note?.licence ?? publishedModel(id)?.licence ?? 'not known' });
    }
  }
  return found;
}

async function weightBytes(path: string): Promise<number | undefined> {
  try {
    const files = await weightFilesOf(await openModelFolder(path));
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(path, file))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch (error) {
    if (error instanceof MpaferError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function isClip(path: string): Promise<boolean> {
  if ((await stat(join(path, 'open_clip_config.json')).catch(() => undefined)) !== undefined) return true;
  const text = await readFile(join(path, 'config.json'), 'utf8').catch(() => '{}');
  try {
    return (JSON.parse(text) as { model_type?: unknown }).model_type === 'clip';
  } catch {
    return false;
  }
}
