// Copies what a page needs into the folder that a site serves: the engine's worker, its runtime and the models.
import { readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { sha256 } from '../../core/sha256.ts';
import { version } from '../../core/version.ts';
import { isManifest, manifestName, type PageManifest, pageFolder } from '../../engine/page-files.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { type PageParts, pageContent, pageSources } from '../../platform/node/web/page-sources.ts';

/** Options of `copyWebAssets`. */
export interface WebAssetsOptions extends PageParts {
  /** The folder that the site serves as it is, such as `public`: the files go into `mpafer/` in it. Or that folder itself. */
  readonly folder: string;
}

/** A file that a page fetches. */
export interface WebAsset {
  /** Path in the folder. */
  readonly file: string;
  readonly bytes: number;
  /** `unchanged` was there already, `removed` came from another version or from other options. */
  readonly status: 'copied' | 'unchanged' | 'removed';
}

/** The files that were copied for pages. */
export interface WebAssets {
  /** Where the files are, ending in `mpafer`. */
  readonly folder: string;
  readonly files: readonly WebAsset[];
}

/**
 * Copies the files of a page. Doing it again copies what is missing or of another version, and nothing else.
 *
 * @throws MpaferError `usage` before anything is written, when a file of the same name is not one that this job wrote; `disk`; `host`
 * @example
 * ```ts no-run (copies 25 MB)
 * import { copyWebAssets } from 'mpafer/jobs';
 * const { folder, files } = await copyWebAssets({ folder: 'public' });
 * console.log(folder, files.some(({ file }) => file === 'engine-worker.js')); // public/mpafer true
 * ```
 */
export async function copyWebAssets({ folder: site, ...parts }: WebAssetsOptions): Promise<WebAssets> {
  if (site === '')
    throw new MpaferError('usage', 'Cannot copy to a folder without a name; expected a path such as "public"');
  const folder = `${basename(site)}/` === pageFolder ? site : join(site, pageFolder.slice(0, -1));
  const written = await readManifest(folder);
  const sources = pageSources(parts);
  const contents = new Map<string, Uint8Array>();
  const digests: Record<string, string> = {};
  const files: WebAsset[] = [];
  const strange: string[] = [];
  for (const [file, source] of sources) {
    const content = await pageContent(source);
    const digest = await sha256(content);
    digests[file] = digest;
    const there = await digestOf(join(folder, file));
    if (there === digest) {
      files.push({ file, bytes: content.length, status: 'unchanged' });
      continue;
    }
    if (there !== undefined && there !== written[file]) strange.push(file);
    contents.set(file, content);
    files.push({ file, bytes: content.length, status: 'copied' });
  }
  if (strange.length > 0) throw refuse(folder, strange);
  for (const [file, content] of contents) {
    await makeFolder(dirname(join(folder, file)));
    await writeFile(join(folder, file), content);
  }
  const removed = await removeOld(folder, written, digests);
  // Last, so that a page never finds a folder that is not complete yet.
  await makeFolder(folder);
  await writeFile(
    join(folder, manifestName),
    json({ package: 'mpafer', version, files: digests } satisfies PageManifest),
  );
  return { folder, files: [...files, ...removed] };
}

/** The digests of what was written there before. */
async function readManifest(folder: string): Promise<PageManifest['files']> {
  const path = join(folder, manifestName);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new MpaferError('disk', `Cannot read "${path}": ${error.message}`, { cause: error });
  });
  if (text === undefined) return {};
  const found = parsed(text);
  if (isManifest(found)) return found.files;
  throw refuse(folder, [manifestName]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined where there is nothing; for a folder, a digest that no file has. */
async function digestOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  return found.isFile() ? sha256(await readFile(path)) : 'a folder';
}

/** What this job wrote earlier and a page no longer needs; a file that was changed since is kept. */
async function removeOld(folder: string, written: PageManifest['files'], current: PageManifest['files']) {
  const removed: WebAsset[] = [];
  for (const [file, digest] of Object.entries(written)) {
    const path = join(folder, file);
    // A table of contents that was edited must not lead out of the folder.
    if (file in current || /(^|[\\/])\.\.([\\/]|$)/.test(file) || (await digestOf(path)) !== digest) continue;
    removed.push({ file, bytes: (await stat(path)).size, status: 'removed' });
    await rm(path);
  }
  return removed;
}

const refuse = (folder: string, files: readonly string[]): MpaferError => {
  const others = files.length > 1 ? ` and ${files.length - 1} more files` : '';
  return new MpaferError(
    'usage',
    `Cannot replace "${join(folder, files[0]!)}"${others}: mpafer did not write it, or it was changed since`,
    { hint: 'Nothing was written; move it away, or choose another folder' },
  );
};
