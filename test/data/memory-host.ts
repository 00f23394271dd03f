// Files in memory for the readers: sets with all their names and lines, without writing a hundred thousand files.
import { MpaferError } from '../../src/core/errors.ts';
import type { DataHost } from '../../src/data/host.ts';
import { nodeDecompressors } from '../../src/platform/node/files/decompressors.ts';
import { decodeImage } from '../../src/platform/node/images/decode-image.ts';

export type MemoryFiles = Iterable<readonly [path: string, content: Uint8Array | string]>;

/** Paths are relative to the root `''`, or to any root that the paths begin with. */
export function memoryHost(files: MemoryFiles): DataHost {
  const contents = new Map<string, Uint8Array | string>();
  const folders = new Map<string, Map<string, boolean>>([['', new Map()]]);
  for (const [path, content] of files) {
    contents.set(path, content);
    const parts = path.split('/');
    let folder = '';
    parts.forEach((name, depth) => {
      const isFolder = depth < parts.length - 1;
      folders.get(folder)!.set(name, isFolder);
      folder = folder === '' ? name : `${folder}/${name}`;
      if (isFolder && !folders.has(folder)) folders.set(folder, new Map());
    });
  }
  const plain = (path: string) => path.replace(/^\.(\/|$)/, '').replace(/\/$/, '');
  return {
    async list(folder) {
      const entries = folders.get(plain(folder));
      if (entries === undefined) throw new MpaferError('data', `Cannot list "${folder}": there is no such folder`);
      return [...entries].map(([name, isFolder]) => ({ name, folder: isFolder }));
    },
    async read(path) {
      const content = contents.get(plain(path));
      if (content === undefined) throw new MpaferError('data', `Cannot read "${path}": there is no such file`);
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    decode: (bytes, name) => decodeImage(bytes, name),
    decompressors: nodeDecompressors,
  };
}

export const filesOf = (record: Readonly<Record<string, Uint8Array | string>>): MemoryFiles => Object.entries(record);
