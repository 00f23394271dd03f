// A model's files behind an address, fetched when they are asked for and kept in memory.
import type { ModelFolder } from '../../../clip/model-folder.ts';
import { MpaferError } from '../../../core/errors.ts';
import { sha256 } from '../../../core/sha256.ts';
import { weightFileOf } from '../../../safetensors/weight-file.ts';

const usualFiles = ['config.json', 'model.safetensors', 'tokenizer.json'];

/**
 * @param address where the model's folder is served
 * @param files names of its files; a page cannot list a folder
 */
export function fetchedModelFolder(address: string | URL, files: readonly string[] = usualFiles): ModelFolder {
  const folder = new URL(String(address).replace(/\/?$/, '/'), location.href);
  const held = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  const whole = (file: string): Promise<Uint8Array<ArrayBuffer>> => {
    const known = held.get(file);
    if (known !== undefined) return known;
    const bytes = download(new URL(file, folder));
    held.set(file, bytes);
    return bytes;
  };
  return {
    name: folder.href,
    files,
    read: async (file, begin, end) => (await whole(file)).subarray(begin, end),
    weightFile: async (file) => weightFileOf(await whole(file), file),
    async digest(names) {
      const parts = await Promise.all(names.map(whole));
      return sha256(new Uint8Array(await new Blob(parts).arrayBuffer()));
    },
  };
}

async function download(address: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address).catch((cause: Error) => refuse(address, cause.message, cause));
  if (!response.ok) refuse(address, `the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function refuse(address: URL, reason: string, cause?: unknown): never {
  throw new MpaferError('model', `Cannot fetch "${address.href}": ${reason}`, { cause });
}
