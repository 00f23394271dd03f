// A model's files at a URL, fetched on demand and kept in memory.
import type { ModelFolder } from '../../../clip/model-folder.ts';
import { sha256 } from '../../../core/sha256.ts';
import { type DownloadProgress, fetchBytes } from '../../../recognise/fetch-bytes.ts';
import { weightFileOf } from '../../../safetensors/weight-file.ts';

const usualFiles = ['config.json', 'model.safetensors', 'tokenizer.json'];

export interface FetchedModelOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called as the files' bytes arrive. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * A model's folder for `loadClip`. Reading from it throws MpaferError `model` with the address of a file that is missing, or for which
 * the server sent a web page instead.
 *
 * @param address where the model's folder is served
 * @param files its file names, because a page cannot list a folder
 * @example
 * ```ts page (runs in a browser; test/browser/recognition.test.ts does)
 * import { fetchedModelFolder, loadClip } from 'mpafer';
 * const clip = await loadClip(fetchedModelFolder('/mpafer/face-clip'));
 * console.log(clip.config.image.size);
 * ```
 */
export function fetchedModelFolder(
  address: string | URL,
  files: readonly string[] = usualFiles,
  { signal, onProgress }: FetchedModelOptions = {},
): ModelFolder {
  const folder = new URL(String(address).replace(/\/?$/, '/'), location.href);
  const held = new Map<string, Promise<Uint8Array>>();
  const whole = (file: string): Promise<Uint8Array> => {
    const known = held.get(file);
    if (known !== undefined) return known;
    const bytes = fetchBytes(fetch, new URL(file, folder).href, { code: 'model', signal, onProgress });
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
      return sha256(new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer()));
    },
  };
}
