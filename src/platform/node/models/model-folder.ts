// Opens a model on disk.
import { createHash } from 'node:crypto';
import { createReadStream, promises as fileSystem } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ModelFolder } from '../../../clip/model-folder.ts';
import { MpaferError } from '../../../core/errors.ts';
import { headerLengthOf, parseHeader } from '../../../safetensors/header.ts';
import type { WeightFile } from '../../../safetensors/weight-file.ts';
import { readReason } from '../files/read-reason.ts';

/**
 * Opens a model folder, or a weight file with its configuration and tokenizer beside it.
 *
 * @param path a folder or a `.safetensors` file
 * @throws MpaferError `model` when it does not exist or cannot be read
 */
export async function openModelFolder(path: string): Promise<ModelFolder> {
  const refuse = (at: string, cause: unknown): never => {
    throw new MpaferError('model', `Cannot open model "${at}": ${reasonOf(cause)}`, {
      cause,
      hint: 'Name a folder with a CLIP in the format of Hugging Face, or a .safetensors file',
    });
  };
  const isFolder = (await fileSystem.stat(path).catch((cause) => refuse(path, cause))).isDirectory();
  const folder = resolve(isFolder ? path : dirname(path));
  const found = await fileSystem.readdir(folder).catch((cause) => refuse(path, cause));
  // In a folder with several models, only the one that was named.
  const files = isFolder
    ? found
    : found.filter((file) => file === basename(path) || !/\.safetensors(\.index\.json)?$/.test(file));
  /** Runs an action on an open file. Failures to read become errors of the model; errors of the reader pass through. */
  const withFile = async <T>(
    file: string,
    action: (handle: fileSystem.FileHandle, length: number) => Promise<T>,
  ): Promise<T> => {
    const at = join(folder, file);
    const handle = await fileSystem.open(at, 'r').catch((cause) => refuse(at, cause));
    try {
      return await action(handle, (await handle.stat()).size);
    } catch (cause) {
      if (cause instanceof MpaferError) throw cause;
      return refuse(at, cause);
    } finally {
      await handle.close();
    }
  };
  return {
    name: path,
    files,
    read: (file, begin = 0, end) =>
      withFile(file, (handle, length) => readBytes(handle, begin, end ?? length, join(folder, file))),
    weightFile: (file) =>
      withFile(file, async (handle, length): Promise<WeightFile> => {
        const name = join(folder, file);
        const start = await readBytes(handle, 0, Math.min(64, length), name);
        const beginning = await readBytes(handle, 0, 8 + headerLengthOf(start, length, name), name);
        // ONNX Runtime reads the numbers and follows no link out of a folder; in model caches every file is a link.
        const source = await fileSystem.realpath(name);
        return { name, source, header: parseHeader(beginning, length, name) };
      }),
    async digest(names) {
      const hash = createHash('sha256');
      for (const file of names)
        await withFile(file, async () => {
          // By path: handles of files inside an archive, as Yarn's Plug'n'Play has them, are none that a stream accepts.
          for await (const chunk of createReadStream(join(folder, file), { highWaterMark: 2 ** 20 }))
            hash.update(chunk);
        });
      return hash.digest('hex');
    },
  };
}

/** Exactly the bytes from `begin` to `end`, or MpaferError `model` when the file has become shorter. */
async function readBytes(handle: fileSystem.FileHandle, begin: number, end: number, name: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - begin);
  for (let done = 0; done < bytes.length; ) {
    // A single read is limited to 2 GB.
    const { bytesRead } = await handle.read(bytes, done, Math.min(bytes.length - done, 2 ** 30), begin + done);
    if (bytesRead === 0)
      throw new MpaferError('model', `Cannot read "${name}": it ends at byte ${begin + done}; expected ${end} bytes`);
    done += bytesRead;
  }
  return bytes;
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'permission was denied';
  if (code === 'ERR_ACCESS_DENIED') return readReason(cause);
  return code === 'EISDIR' ? 'it is a folder; expected a file' : message;
}
