// Checks that the files of a pulled model are byte for byte those of the hub.
import { mkdir, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MpaferError } from '../../../../core/errors.ts';
import { writeFile } from '../../files/write-file.ts';
import { digestFile, digestName, isFileDigest } from './file-digest.ts';
import { notesFolder, type Snapshot } from './hub-cache.ts';
import { readPullNote } from './pull-note.ts';

export interface CheckedFile {
  readonly path: string;
  readonly bytes: number;
  /** `unknown` if neither a note nor the name of a blob gives the digest. */
  readonly status: 'ok' | 'damaged' | 'missing' | 'unknown';
  /** What was found instead, in words. */
  readonly detail?: string;
}

/** The files that a CLIP is loaded from. */
const matters = /\.(safetensors|json|txt)$/;

/** Reads every file of the snapshot and compares digests. */
export async function checkFiles(snapshot: Snapshot): Promise<readonly CheckedFile[]> {
  const expected = await expectedDigests(snapshot);
  const checked: CheckedFile[] = [];
  for (const [path, digest] of expected) checked.push(await checkFile(snapshot, path, digest));
  return checked;
}

async function expectedDigests(snapshot: Snapshot): Promise<ReadonlyMap<string, string | undefined>> {
  const expected = new Map<string, string | undefined>();
  for (const path of (await readdir(snapshot.path)).filter((name) => matters.test(name)).sort()) {
    const blob = basename(await realpath(join(snapshot.path, path)).catch(() => ''));
    expected.set(path, isFileDigest(blob) ? blob : undefined);
  }
  for (const { path, digest } of (await readPullNote(snapshot))?.files ?? []) expected.set(path, digest);
  return expected;
}

async function checkFile({ path: folder }: Snapshot, path: string, digest: string | undefined): Promise<CheckedFile> {
  const file = join(folder, path);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return { path, bytes: 0, status: 'missing' };
  if (digest === undefined) return { path, bytes: found.size, status: 'unknown' };
  const own = await digestFile(file, digest);
  if (own === digest) return { path, bytes: found.size, status: 'ok' };
  return {
    path,
    bytes: found.size,
    status: 'damaged',
    detail: `its ${digestName(digest)} is ${own}; expected ${digest}`,
  };
}

/** @throws MpaferError `model` that names the first damaged or missing file */
export async function checkSnapshot(snapshot: Snapshot): Promise<void> {
  const wrong = (await checkFiles(snapshot)).find(({ status }) => status === 'damaged' || status === 'missing');
  if (wrong === undefined) return;
  const found = wrong.status === 'missing' ? 'is missing' : `is damaged: ${wrong.detail}`;
  throw new MpaferError('model', `Cannot use "${snapshot.id}": ${wrong.path} ${found}`, {
    hint: `Pull ${snapshot.id}@${snapshot.commit} again`,
  });
}

/**
 * Checks a snapshot before it is first loaded, and again whenever a file has changed. A note in the cache says which files were checked; if
 * it cannot be written, they are checked every time.
 *
 * @throws MpaferError `model`
 */
export async function checkOnce(snapshot: Snapshot): Promise<void> {
  const note = join(notesFolder(snapshot.repository), `${snapshot.commit}.checked`);
  const state = await stateOf(snapshot);
  if ((await readFile(note, 'utf8').catch(() => undefined)) === state) return;
  await checkSnapshot(snapshot);
  try {
    await mkdir(notesFolder(snapshot.repository), { recursive: true });
    await writeFile(note, state);
  } catch {
    // A read-only cache works as well.
  }
}

/** A text that changes whenever a file of the snapshot is modified or replaced. */
async function stateOf({ path: folder }: Snapshot): Promise<string> {
  const lines: string[] = [];
  for (const name of (await readdir(folder)).filter((each) => matters.test(each)).sort()) {
    const found = await stat(join(folder, name), { bigint: true }).catch(() => undefined);
    lines.push(
      `${name} ${found === undefined ? 'missing' : `${found.size} ${found.ino} ${found.mtimeNs} ${found.ctimeNs}`}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
