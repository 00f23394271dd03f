// Gives the data set readers access to files of this machine.
import { open, readdir, stat } from 'node:fs/promises';
import { type DataHost, joinPath } from '../../../data/host.ts';
import { decodeImage } from '../images/decode-image.ts';
import { hasImageHeader } from '../images/has-image-header.ts';
import { readAway } from '../images/workers/image-workers.ts';
import { nodeDecompressors } from './decompressors.ts';
import { readDataFile, refusal } from './read-data-file.ts';

/** Files and images of this machine, for `openDataset`. */
export const nodeDataHost: DataHost = {
  async list(folder) {
    const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
      throw refusal('list', folder, cause);
    });
    // Reading a pipe or a socket may wait forever.
    const readable = entries.filter((entry) => entry.isFile() || entry.isDirectory() || entry.isSymbolicLink());
    return Promise.all(
      readable.map(async (entry) => ({
        name: entry.name,
        folder: entry.isDirectory() || (entry.isSymbolicLink() && (await pointsToFolder(joinPath(folder, entry.name)))),
      })),
    );
  },
  read: readDataFile,
  decode: (bytes, name, view) => readAway({ bytes, name, view }),
  open: (path, view) => readAway({ path, view }),
  async parts(path) {
    const refuse = (cause: unknown): never => {
      throw refusal('read', path, cause);
    };
    const found = await stat(path).catch(refuse);
    if (!found.isFile()) return refuse(Object.assign(new Error(), { code: 'EISDIR' }));
    return {
      size: found.size,
      async read(begin, end) {
        const file = await open(path).catch(refuse);
        try {
          const bytes = new Uint8Array(end - begin);
          let done = 0;
          while (done < bytes.length) {
            const { bytesRead } = await file.read(bytes, done, bytes.length - done, begin + done).catch(refuse);
            if (bytesRead === 0) break;
            done += bytesRead;
          }
          return bytes.subarray(0, done);
        } finally {
          await file.close();
        }
      },
    };
  },
  async probe(path) {
    // Whatever is unclear from the header is decoded: that gives the error that training would meet.
    if (!(await hasImageHeader(path))) await decodeImage(await readDataFile(path), path);
  },
  decompressors: nodeDecompressors,
};

const pointsToFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
