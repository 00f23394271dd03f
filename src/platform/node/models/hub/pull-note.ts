// A note beside a pulled model with what the cache itself does not record: its licence, and the digest of each file.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { json } from '../../../../core/json.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { writeFile } from '../../files/write-file.ts';
import { notesFolder, type Snapshot } from './hub-cache.ts';
import type { HubModel } from './list-files.ts';

/** A file name within the snapshot's folder, so that a note cannot point out of it. */
const fileName = z
  .string()
  .regex(/^[^\\/\0]+$/)
  .refine((name) => name !== '.' && name !== '..');

const schema = z.object({
  licence: z.string(),
  files: z.array(z.object({ path: fileName, bytes: z.int(), digest: z.string() })),
});

export type PullNote = z.infer<typeof schema>;

const noteFile = (repository: string, commit: string): string => join(notesFolder(repository), `${commit}.json`);

export async function writePullNote(repository: string, { commit, licence, files }: HubModel): Promise<void> {
  await makeFolder(notesFolder(repository));
  await writeFile(noteFile(repository, commit), json({ licence, files }));
}

/** Undefined for models pulled by another client. */
export async function readPullNote({ repository, commit }: Snapshot): Promise<PullNote | undefined> {
  const text = await readFile(noteFile(repository, commit), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // A note is a convenience: without it, the names of the blobs still give their digests.
    return undefined;
  }
}
