// Pulls a model from the hub into the cache that all clients of the hub share.
import { dirname, join } from 'node:path';
import { weightFilesOf } from '../../../../clip/weight-files.ts';
import { MpaferError } from '../../../../core/errors.ts';
import { withLock } from '../../files/lock.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { writeFile } from '../../files/write-file.ts';
import { openModelFolder } from '../model-folder.ts';
import { checkSnapshot } from './check-snapshot.ts';
import { downloadFile, hasLength } from './download-file.ts';
import { digestFile } from './file-digest.ts';
import { blobFile, findSnapshot, referenceFile, repositoryFolder, type Snapshot, snapshotFolder } from './hub-cache.ts';
import { pause } from './hub-fetch.ts';
import { type HubName, isCommit } from './hub-name.ts';
import type { HubSettings } from './hub-settings.ts';
import { linkSnapshot } from './link-snapshot.ts';
import { type HubFile, type HubModel, listFiles } from './list-files.ts';
import { writePullNote } from './pull-note.ts';

export interface PullOptions {
  /** Called with the model's files before anything is downloaded. */
  readonly found?: (model: HubModel) => void;
  readonly progress?: (file: HubFile, bytes: number) => void;
  /** Called when another process is downloading the file. */
  readonly waiting?: (file: HubFile) => void;
  readonly signal?: AbortSignal;
}

/**
 * Downloads the files that a CLIP is loaded from: configuration, tokenizer, safetensors. Existing files, of any client, are checked and
 * kept. Any number of processes may pull at once: each file is downloaded by one of them.
 *
 * @throws MpaferError `model` when there is no such model, the hub is unreachable or sends other bytes than announced, or, offline, when it
 * is not cached; `disk`; `aborted`
 */
export async function pullModel(name: HubName, settings: HubSettings, options: PullOptions = {}): Promise<Snapshot> {
  if (settings.offline) return offlineSnapshot(name, settings);
  const model = await listFiles(name, settings, options.signal);
  options.found?.(model);
  const repository = repositoryFolder(settings.cache, model.id);
  const folder = snapshotFolder(repository, model.commit);
  for (const file of model.files) {
    const blob = blobFile(repository, file.digest);
    await pullFile(model, file, blob, settings, options);
    await linkSnapshot(blob, join(folder, file.path));
  }
  if (!isCommit(model.revision)) await writeReference(referenceFile(repository, model.revision), model.commit);
  await writePullNote(repository, model);
  return { id: model.id, commit: model.commit, repository, path: folder };
}

async function pullFile(
  model: HubModel,
  file: HubFile,
  blob: string,
  settings: HubSettings,
  { progress, waiting, signal }: PullOptions,
): Promise<void> {
  const isCached = async () =>
    (await hasLength(blob, file.bytes)) && (await digestFile(blob, file.digest)) === file.digest;
  if (!(await isCached())) {
    const lock = join(settings.cache, '.locks', `models--${model.id.replace('/', '--')}`, `${file.digest}.mpafer`);
    const url = `${settings.endpoint}/${model.id}/resolve/${model.commit}/${encodeURIComponent(file.path)}`;
    const own = (bytes: number) => progress?.(file, bytes);
    const download = async () => {
      // Another process may have been faster.
      if (!(await isCached())) await downloadFile({ url, file, target: blob, progress: own, signal }, settings);
    };
    await withLock(lock, download, { waiting: () => waiting?.(file), pause: (time) => pause(time, signal) });
  }
  progress?.(file, file.bytes);
}

async function writeReference(path: string, commit: string): Promise<void> {
  await makeFolder(dirname(path));
  await writeFile(path, commit);
}

async function offlineSnapshot(name: HubName, settings: HubSettings): Promise<Snapshot> {
  const snapshot = findSnapshot(settings.cache, name);
  if (snapshot === undefined) {
    throw new MpaferError(
      'model',
      `Cannot pull "${name.id}" offline: ${settings.cache} does not have it at ${name.revision}`,
      {
        hint: 'Allow downloads (unset HF_HUB_OFFLINE), or copy the cache from a machine that has it',
      },
    );
  }
  await checkSnapshot(snapshot);
  // A partly pulled model has no damaged file but lacks its weights, which come last.
  await weightFilesOf(await openModelFolder(snapshot.path));
  return snapshot;
}
