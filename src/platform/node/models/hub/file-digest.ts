// Content digests as the hub uses them: SHA-256 for large files, and git's SHA-1 of a header and the content for small ones.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { MpaferError } from '../../../../core/errors.ts';
import { readReason } from '../../files/read-reason.ts';

/** 64 hexadecimal digits of SHA-256, or 40 of git's blob id. */
export type FileDigest = string;

export const isFileDigest = (name: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name);

export const digestName = (digest: FileDigest): string => (digest.length === 64 ? 'SHA-256' : 'git id');

/** Digest of a file's content, of the same kind as `like`. @throws MpaferError `model` when it cannot be read */
export async function digestFile(path: string, like: FileDigest): Promise<FileDigest> {
  const hash = createHash(like.length === 64 ? 'sha256' : 'sha1');
  try {
    if (like.length === 40) hash.update(`blob ${(await stat(path)).size}\0`);
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk);
  } catch (cause) {
    throw new MpaferError('model', `Cannot read "${path}": ${readReason(cause)}`, { cause });
  }
  return hash.digest('hex');
}
