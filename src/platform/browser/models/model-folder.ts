// A model's files at a URL, fetched on demand and kept in memory.
import type { ModelFolder } from '../../../clip/model-folder.ts';
import { pieceListOf } from '../../../clip/weight-pieces.ts';
import { sha256 } from '../../../core/sha256.ts';
import { folderAddress } from '../../../engine/browser/page-folder.ts';
import { type DownloadProgress, type Fetch, fetchBytes } from '../../../recognise/fetch-bytes.ts';
import { weightFileOf } from '../../../safetensors/weight-file.ts';
import { type CutWeights, cutWeights } from './cut-weights.ts';

const usualFiles = ['config.json', 'model.safetensors', 'tokenizer.json'];

/** Files that say how images are prepared; many models have one of them. */
const sometimesThere = ['processor_config.json', 'preprocessor_config.json'];

export interface FetchedModelOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called as the files' bytes arrive. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * A model's folder for `loadClip`. Reading from it throws MpaferError `model` with the address of a file that is missing, or for which
 * the server sent a web page instead.
 *
 * Of a folder that `mpafer web-assets` wrote, the text tower and the tokenizer are fetched when a text is encoded.
 *
 * @param address where the model's folder is served
 * @param files its file names, because a page cannot list a folder; by default the usual three, and the file that says how images
 *   are prepared is looked for
 * @example
 * ```ts page (runs in a browser; test/browser/recognition.test.ts does)
 * import { fetchedModelFolder, loadClip } from 'mpafer';
 * const clip = await loadClip(fetchedModelFolder('/mpafer/face-clip'));
 * console.log(clip.config.image.size);
 * ```
 */
export function fetchedModelFolder(
  address: string | URL,
  files?: readonly string[],
  { signal, onProgress }: FetchedModelOptions = {},
): ModelFolder {
  const folder = folderAddress(address);
  const held = new Map<string, Promise<Uint8Array>>();
  const whole = (file: string): Promise<Uint8Array> => held.get(file) ?? hold(file, fetch);
  const hold = (file: string, by: Fetch): Promise<Uint8Array> => {
    const bytes = fetchBytes(by, new URL(file, folder).href, { code: 'model', signal, onProgress });
    held.set(file, bytes);
    return bytes;
  };
  /** Fetches a file that need not be there. */
  const looked = async (file: string): Promise<boolean> => {
    if (held.has(file)) return true;
    const response = await fetch(new URL(file, folder), signal === undefined ? {} : { signal }).catch(() => undefined);
    const isThere = response === undefined || !(isRefusal(response) || isWebPage(response));
    if (isThere) await hold(file, async (...request) => response ?? fetch(...request));
    else await response.body?.cancel();
    return isThere;
  };
  const cuts = new Map<string, Promise<CutWeights | undefined>>();
  const cut = (file: string): Promise<CutWeights | undefined> => {
    const list = pieceListOf(file);
    const found = async () =>
      (await looked(list)) ? cutWeights(file, { list: await whole(list), folder, piece: whole }) : undefined;
    const known = cuts.get(file) ?? found();
    cuts.set(file, known);
    return known;
  };
  return {
    name: folder.href,
    files: files ?? usualFiles,
    ...(files === undefined && { offers: async (file) => sometimesThere.includes(file) && looked(file) }),
    read: async (file, begin, end) => (await whole(file)).subarray(begin, end),
    weightFile: async (file) => (await cut(file))?.file ?? weightFileOf(await whole(file), file),
    async digest(names) {
      const [only] = names.length === 1 ? names : [];
      const served = only === undefined ? undefined : await cut(only);
      if (served !== undefined) return served.sha256;
      const parts = await Promise.all(names.map(whole));
      return sha256(new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer()));
    },
  };
}

/** How servers say that a file is not there; some storage refuses access to what it does not have. */
const isRefusal = ({ status }: Response): boolean => status >= 400 && status < 500;

/** Single-page servers answer every address with their start page. */
const isWebPage = ({ headers }: Response): boolean => /^text\/html\b/i.test(headers.get('content-type') ?? '');
