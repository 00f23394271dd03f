// Copies the studio into a folder that any web server can serve, below any path.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { studioFiles } from '../../platform/node/web/studio-sources.ts';
import { copyWebAssets } from '../web/copy-web-assets.ts';

/** Options of `copyStudio`. */
export interface CopyStudioOptions {
  /** The folder: empty, new, or with an earlier studio in it. */
  readonly folder: string;
  /** A folder with a build, `studio/` and `web/` in it: by default the package's. */
  readonly built?: string | undefined;
}

/** A studio that was copied. */
export interface CopiedStudio {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

/** The file by which a folder is known as a studio. */
const gate = 'service-worker.js';

/**
 * Copies the studio and what its engine needs.
 *
 * @throws MpaferError `usage` when the folder has no name, or a page of somebody else; `disk`; `host` when the studio was not built
 * @example
 * ```ts no-run (copies 27 MB)
 * import { copyStudio } from 'mpafer/jobs';
 * const { files } = await copyStudio({ folder: 'site' });
 * console.log(files > 10); // true
 * ```
 */
export async function copyStudio({ folder, built }: CopyStudioOptions): Promise<CopiedStudio> {
  if (folder === '')
    throw new MpaferError('usage', 'Cannot copy to a folder without a name; expected a path such as "site"');
  const sources = studioFiles(built);
  await requireOwn(folder);
  let bytes = 0;
  for (const [file, path] of sources) {
    const content = await readFile(path);
    bytes += content.length;
    await makeFolder(dirname(join(folder, file)));
    await writeFile(join(folder, file), content);
  }
  const assets = await copyWebAssets({ folder, scripts: built === undefined ? undefined : join(built, 'web') });
  const kept = assets.files.filter(({ status }) => status !== 'removed');
  return {
    folder,
    files: sources.size + kept.length,
    bytes: bytes + kept.reduce((sum, each) => sum + each.bytes, 0),
  };
}

/** A page that is there already is replaced only where it is a studio. */
async function requireOwn(folder: string): Promise<void> {
  const has = async (file: string) => (await readFile(join(folder, file), 'utf8').catch(() => undefined)) ?? '';
  if ((await has('index.html')) === '' || (await has(gate)).includes('mpafer-studio')) return;
  throw new MpaferError(
    'usage',
    `Cannot copy the studio into "${folder}": it has an index.html that is not the studio's`,
    {
      hint: 'Nothing was written; choose an empty or a new folder',
    },
  );
}
