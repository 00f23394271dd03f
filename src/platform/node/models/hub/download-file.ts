// Downloads one file from the hub into the cache: resumable, verified by its digest, and put in place atomically.
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MpaferError } from '../../../../core/errors.ts';
import { flush } from '../../files/flush.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { onDisk } from '../../files/write-file.ts';
import { digestFile, digestName } from './file-digest.ts';
import { hubFetch, pause, reasonOf, stopped } from './hub-fetch.ts';
import type { HubSettings } from './hub-settings.ts';
import type { HubFile } from './list-files.ts';

export interface Download {
  /** URL of the file. */
  readonly url: string;
  readonly file: HubFile;
  /** Path to write; an existing file is replaced. */
  readonly target: string;
  /** Called with the number of bytes on the disk. */
  readonly progress?: ((bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How often a connection may break without receiving a byte, and how often a wrong digest restarts the download. */
const breaks = 4;
const restarts = 1;
/** Seconds without a byte after which a connection is considered broken. */
const patience = 30;

/**
 * Downloads into `<target>.mpafer-part`, continues there after a broken connection or in a later call, checks the digest of the file on
 * disk, and renames it to the target. Callers ensure that only one process does so at a time.
 *
 * @throws MpaferError `model` when the hub refuses, is unreachable, or sends other bytes than announced; `disk`; `aborted`, which keeps
 * what has arrived
 */
export async function downloadFile(download: Download, settings: HubSettings): Promise<void> {
  const { file, target } = download;
  const part = `${target}.mpafer-part`;
  for (let attempt = 0; ; attempt++) {
    await fetchRest(download, settings, part);
    const found = await digestFile(part, file.digest);
    if (found === file.digest) break;
    // The error may be anywhere in the file, so none of it can be kept.
    await onDisk(part, () => rm(part, { force: true }));
    if (attempt < restarts) continue;
    throw new MpaferError(
      'model',
      `Cannot pull ${file.path}: ${digestName(found)} of the download is ${found}; expected ${file.digest}`,
      { hint: `Something between here and ${settings.endpoint} alters files; try another network or mirror` },
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
          throw new MpaferError(
            'model',
            `Cannot pull ${file.path}: the connection keeps breaking (${reasonOf(error)})`,
            {
              cause: error,
              hint: `${after} of ${file.bytes} bytes are kept; pull again to continue`,
            },
          );
        }
        await pause(100 * 2 ** broken, signal);
      }
    }
    // Some disks report only now that they are full.
    await onDisk(target, () => flush(output));
  } finally {
    await output.close();
  }
}

async function openPart(part: string): Promise<FileHandle> {
  await makeFolder(dirname(part));
  return onDisk(part, () => open(part, constants.O_RDWR | constants.O_CREAT));
}

/** Length of the part; one longer than the file cannot be its beginning and is emptied. */
async function sizeOf(output: FileHandle, longest: number): Promise<number> {
  const { size } = await output.stat();
  if (size <= longest) return size;
  await output.truncate(0);
  return 0;
}

/** Requests the missing bytes. Throws when the connection breaks. */
async function appendFrom(begin: number, download: Download, settings: HubSettings, output: FileHandle): Promise<void> {
  const { url, file, target, signal, progress } = download;
  const idle = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wake = () => {
    clearTimeout(timer);
    timer = setTimeout(() => idle.abort(new Error(`no data for ${patience} seconds`)), 1000 * patience);
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
    if (at !== begin && at !== 0) throw new Error(`the reply starts at byte ${at}; expected ${begin}`);
    wake();
    for await (const chunk of response.body) {
      wake();
      if (at + chunk.length > file.bytes) {
        await onDisk(target, () => output.truncate(0));
        throw new Error(`more than ${file.bytes} bytes were sent`);
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

/** The byte at which the body begins: the requested one, or 0 where the server does not support ranges. */
function startOf({ status, headers }: Response): number {
  return status === 206 ? Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1]) : 0;
}

/** A nearly full disk may accept only part of a write. */
async function write(output: FileHandle, chunk: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < chunk.length; )
    done += (await output.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
}

/** Whether a file of that length exists. */
export const hasLength = (path: string, bytes: number): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size === bytes,
    () => false,
  );
