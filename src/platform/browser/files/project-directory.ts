// The files of a project in a directory of the browser: its private storage, or a folder that the user chose.
import { MpaferError } from '../../../core/errors.ts';
import type { DataHost } from '../../../data/host.ts';
import { type ProjectEntry, type ProjectFiles, requireInside } from '../../../project/project-files.ts';
import { decodeImage } from '../images/decode-image.ts';
import { browserDecompressors } from './decompressors.ts';

/**
 * Reads and writes a project in a directory. A file that is written is swapped in when all of it is there, so that a tab that is
 * closed meanwhile leaves the old one.
 *
 * @param directory of `navigator.storage.getDirectory()`, or one that `showDirectoryPicker` gave
 * @example
 * ```ts page (needs a browser; test/browser/studio/teach.test.ts does)
 * import { project, projectDirectory } from 'mpafer';
 * const files = projectDirectory(await navigator.storage.getDirectory());
 * await files.write('project.json', new TextEncoder().encode(project.writeProject(project.newProject('Mine'))));
 * ```
 */
export function projectDirectory(directory: FileSystemDirectoryHandle): ProjectFiles {
  const folderOf = async (parts: readonly string[], create: boolean) => {
    let folder = directory;
    for (const name of parts) folder = await folder.getDirectoryHandle(name, { create });
    return folder;
  };
  const place = (path: string) => {
    requireInside(path, directory.name);
    const parts = path.split('/');
    return { folders: parts.slice(0, -1), name: parts.at(-1)! };
  };
  return {
    async files(below) {
      const folder = await folderOf(below === undefined ? [] : below.split('/'), false).catch(missing);
      return folder === undefined ? [] : filesIn(folder, below === undefined ? '' : `${below}/`);
    },
    async read(path) {
      const { folders, name } = place(path);
      try {
        const file = await (await (await folderOf(folders, false)).getFileHandle(name)).getFile();
        return new Uint8Array(await file.arrayBuffer());
      } catch (cause) {
        const reason = isMissing(cause) ? 'there is no such file' : (cause as Error).message;
        throw new MpaferError('data', `Cannot read "${path}": ${reason}`, { cause });
      }
    },
    async write(path, content) {
      const { folders, name } = place(path);
      try {
        const file = await (await folderOf(folders, true)).getFileHandle(name, { create: true });
        const writable = await file.createWritable();
        await writable.write(content as Uint8Array<ArrayBuffer>);
        await writable.close();
      } catch (cause) {
        throw diskError(path, cause);
      }
    },
    async remove(path) {
      const { folders, name } = place(path);
      try {
        await (await folderOf(folders, false)).removeEntry(name, { recursive: true });
      } catch (cause) {
        if (!isMissing(cause)) throw diskError(path, cause);
      }
    },
  };
}

/**
 * A directory for `openDataset('project:.', host)`: a page trains on what it keeps, as the command line does.
 *
 * @example
 * ```ts page (needs a browser; test/browser/studio/teach.test.ts does)
 * import { openDataset, projectHost } from 'mpafer';
 * const dataset = await openDataset('project:.', projectHost(await navigator.storage.getDirectory()));
 * ```
 */
export function projectHost(directory: FileSystemDirectoryHandle): DataHost {
  const plain = (path: string) => path.replace(/^\.(\/|$)/, '').replace(/\/$/, '');
  return {
    async list(path) {
      const parts = plain(path) === '' ? [] : plain(path).split('/');
      let folder = directory;
      for (const name of parts) {
        folder = await folder.getDirectoryHandle(name).catch((cause: unknown) => {
          throw new MpaferError('data', `Cannot list "${path}": there is no such folder`, { cause });
        });
      }
      const names: { name: string; folder: boolean }[] = [];
      for await (const [name, { kind }] of entriesOf(folder)) names.push({ name, folder: kind === 'directory' });
      return names;
    },
    read: (path) => projectDirectory(directory).read(plain(path)),
    decode: decodeImage,
    decompressors: browserDecompressors,
  };
}

/** TypeScript's library has no iterator of directories. */
const entriesOf = (folder: FileSystemDirectoryHandle) => folder as unknown as AsyncIterable<[string, FileSystemHandle]>;

async function filesIn(folder: FileSystemDirectoryHandle, start: string): Promise<ProjectEntry[]> {
  const found: ProjectEntry[] = [];
  for await (const [name, handle] of entriesOf(folder)) {
    // Swap files of writes that were killed.
    if (name.endsWith('.crswap') || name.startsWith('.')) continue;
    if (handle.kind === 'directory') {
      found.push(...(await filesIn(handle as FileSystemDirectoryHandle, `${start}${name}/`)));
    } else {
      found.push({ path: start + name, size: (await (handle as FileSystemFileHandle).getFile()).size });
    }
  }
  return found;
}

const isMissing = (cause: unknown): boolean =>
  ['NotFoundError', 'TypeMismatchError'].includes((cause as { readonly name?: string }).name ?? '');

function missing(cause: unknown): undefined {
  if (!isMissing(cause)) throw cause;
  return undefined;
}

function diskError(path: string, cause: unknown): MpaferError {
  const isFull = (cause as { readonly name?: string }).name === 'QuotaExceededError';
  return new MpaferError(
    'disk',
    `Cannot write "${path}": ${isFull ? "the browser's storage for this site is full" : (cause as Error).message}`,
    { cause, ...(isFull && { hint: 'Save the project as a zip, then free some space' }) },
  );
}
