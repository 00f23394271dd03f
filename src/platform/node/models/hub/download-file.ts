// One file from the hub into the cache: resumed where it broke off, its digest checked, there whole or not at all.
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MpaferError } from '../../../../core/errors.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { onDisk } from '../../files/write-file.ts';
import { digestFile, digestName } from './file-digest.ts';
import { hubFetch, pause, reasonOf, stopped } from './hub-fetch.ts';
import type { HubSettings } from './hub-settings.ts';
import type { HubFile } from './list-files.ts';

export interface Download {
  /** Address of the file. */
  readonly url: string;
  readonly file: HubFile;
  /** Where to; what is there is replaced. */
  readonly target: string;
  /** Told how many bytes are there. */
  readonly progress?: ((bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How often a connection may break without a byte having come, and how often a wrong digest makes it begin anew. */
const breaks = 4;
const restarts = 1;
/** Seconds without a byte after which a connection counts as broken. */
const patience = 30;

/**
 * Downloads into `<target>.mpafer-part`, goes on there after a broken connection or in a later call, checks the digest of what lies on the
 * disk and renames it to the target. Callers see to it that one process does so at a time.
 *
 * @throws MpaferError `model` when the hub refuses, cannot be reached or sends other bytes than it announced; `disk`; `aborted`, which
 * keeps what came so far
 */
export async function downloadFile(download: Download, settings: HubSettings): Promise<void> {
  const { file, target } = download;
  const part = `${target}.mpafer-part`;
  for (let attempt = 0; ; attempt++) {
    await fetchRest(download, settings, part);
    const found = await digestFile(part, file.digest);
    if (found === file.digest) break;
    // Whatever is wrong in it is somewhere in the middle: nothing of it can be kept.
    await onDisk(part, () => rm(part, { force: true }));
    if (attempt < restarts) continue;
    throw new MpaferError(
      'model',
      `Cannot pull ${file.path}: ${digestName(found)} of what came is ${found}, must be ${file.digest}`,
      { hint: `Something between here and ${settings.endpoint} changes files; try another network or --endpoint` },
    );
  }
  await onDisk(target, () => rename(part, target));
}

async function fetchRest(download: Download, settings: HubSettings, part: string): Promise<void> {
  const { file, target, signal } = download;
  const output = await openPart(part);
  try {
    for (let broken = 0; ; ) {
      const before = await onDisk(target, () => sizeOf(output, file.bytes));
      if (before === file.bytes) break;
      try {
        await appendFrom(before, download, settings, output);
      } catch (error) {
        if (error instanceof MpaferError) throw error;
        if (signal?.aborted) throw stopped(signal);
        const after = (await output.stat()).size;
        broken = after > before ? 0 : broken + 1;
        if (broken >= breaks) {
          throw new MpaferError('model', `Cannot pull ${file.path}: the connection breaks (${reasonOf(error)})`, {
            cause: error,
            hint: `${after} of ${file.bytes} bytes are kept; the same command goes on from there`,
          });
        }
        await pause(100 * 2 ** broken, signal);
      }
    }
    // Some disks say only now that they are full.
    await onDisk(target, () => output.sync());
  } finally {
    await output.close();
  }
}

async function openPart(part: string): Promise<FileHandle> {
  await makeFolder(dirname(part));
  return onDisk(part, () => open(part, constants.O_RDWR | constants.O_CREAT));
}

/** How much is there; what is longer than it may be cannot be the beginning of the file. */
async function sizeOf(output: FileHandle, longest: number): Promise<number> {
  const { size } = await output.stat();
  if (size <= longest) return size;
  await output.truncate(0);
  return 0;
}

/** One request for what is missing. Ends early, with an error, when the connection breaks. */
async function appendFrom(begin: number, download: Download, settings: HubSettings, output: FileHandle): Promise<void> {
  const { url, file, target, signal, progress } = download;
  const idle = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wake = () => {
    clearTimeout(timer);
    timer = setTimeout(() => idle.abort(new Error(`nothing came for ${patience} seconds`)), 1000 * patience);
  };
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (begin > 0) headers.range = `bytes=${begin}-`;
  try {
    const response = await hubFetch(settings, signal)(url, { headers, signal: idle.signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new MpaferError(
        'model',
        `Cannot pull ${file.path}: ${settings.endpoint} answered with status ${response.status}`,
      );
    }
    let at = startOf(response);
    if (at !== begin) await onDisk(target, () => output.truncate(0));
    if (at !== begin && at !== 0) throw new Error(`bytes from ${at} on came, asked for were those from ${begin} on`);
    wake();
    for await (const chunk of response.body) {
      wake();
      if (at + chunk.length > file.bytes) {
        await onDisk(target, () => output.truncate(0));
        throw new Error(`more than ${file.bytes} bytes came`);
      }
      await onDisk(target, () => write(output, chunk, at));
      at += chunk.length;
      progress?.(at);
    }
    if (at < file.bytes) throw new Error(`it ended after ${at} of ${file.bytes} bytes`);
  } finally {
    clearTimeout(timer);
    idle.abort();
  }
}

/** Where the body begins: at the byte that was asked for, or, where ranges are not known, at 0. */
function startOf({ status, headers }: Response): number {
  return status === 206 ? Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1]) : 0;
}

/** A disk that is nearly full takes a part and says so only by how much. */
async function write(output: FileHandle, chunk: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < chunk.length; )
    done += (await output.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
}

/** Whether there is a file of that length. */
export const hasLength = (path: string, bytes: number): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size === bytes,
    () => false,
  );
