// Gives the data set readers access to files of this machine.
import { readdir, readFile, stat } from 'node:fs/promises';
import { MpaferError } from '../../../core/errors.ts';
import { type DataHost, joinPath } from '../../../data/host.ts';
import { decodeImage } from '../images/decode-image.ts';
import { hasImageHeader } from '../images/has-image-header.ts';
import { nodeDecompressors } from './decompressors.ts';

/** Files and images of this machine, for `openDataset`. */
export const nodeDataHost: DataHost = {
  async list(folder) {
    const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
      throw refusal('list', folder, cause);
    });
    return Promise.all(
      entries.map(async (entry) => ({
        name: entry.name,
        folder: entry.isDirectory() || (entry.isSymbolicLink() && (await pointsToFolder(joinPath(folder, entry.name)))),
      })),
    );
  },
  read,
  decode: decodeImage,
  async probe(path) {
    // Whatever is unclear from the header is decoded: that gives the error that training would meet.
    if (!(await hasImageHeader(path))) await decodeImage(await read(path), path);
  },
  decompressors: nodeDecompressors,
};

async function read(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw refusal('read', path, cause);
  });
}

const pointsToFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

function refusal(action: string, path: string, cause: unknown): MpaferError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOTDIR') {
    const hint = 'Unpack the archive and name the resulting folder';
    return new MpaferError('data', `Cannot ${action} "${path}": it is a file; expected a folder`, { hint, cause });
  }
  const reason =
    code === 'ENOENT'
      ? `there is no such ${action === 'list' ? 'folder' : 'file'}`
      : code === 'EISDIR'
        ? 'it is a folder; expected a file'
        : code === 'EACCES' || code === 'EPERM'
          ? 'permission was denied'
          : String((cause as Error).message);
  return new MpaferError('data', `Cannot ${action} "${path}": ${reason}`, { cause });
}
