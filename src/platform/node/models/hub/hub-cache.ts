// Paths in the cache that all clients of the hub share: blobs named by content, snapshots that link to them, branches as files.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HubName, isCommit } from './hub-name.ts';

/** `models--org--name` in the cache. */
export const repositoryFolder = (cache: string, id: string): string => join(cache, `models--${id.replace('/', '--')}`);

export const blobFile = (repository: string, digest: string): string => join(repository, 'blobs', digest);

export const snapshotFolder = (repository: string, commit: string): string => join(repository, 'snapshots', commit);

/** The file that records the commit of a branch when it was pulled. */
export const referenceFile = (repository: string, revision: string): string => join(repository, 'refs', revision);

/** Our own notes, beside the files of other clients. */
export const notesFolder = (repository: string): string => join(repository, '.mpafer');

/** The commit of a revision in the cache; undefined if it was never pulled. */
export function pulledCommit(repository: string, revision: string): string | undefined {
  if (isCommit(revision)) return existsSync(snapshotFolder(repository, revision)) ? revision : undefined;
  const reference = referenceFile(repository, revision);
  if (!existsSync(reference)) return undefined;
  const commit = readFileSync(reference, 'utf8').trim();
  return isCommit(commit) && existsSync(snapshotFolder(repository, commit)) ? commit : undefined;
}

export interface Snapshot {
  readonly id: string;
  readonly commit: string;
  /** `models--org--name` */
  readonly repository: string;
  /** The folder with the model's files. */
  readonly path: string;
}

/** The snapshot of a model in the cache; undefined if there is none. */
export function findSnapshot(cache: string, { id, revision }: HubName): Snapshot | undefined {
  const repository = repositoryFolder(cache, id);
  const commit = pulledCommit(repository, revision);
  return commit === undefined ? undefined : { id, commit, repository, path: snapshotFolder(repository, commit) };
}
