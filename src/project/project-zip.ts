// A project as one file: every file of it packed in a fixed order, and an archive opened as the files of a project.
import { MpaferError } from '../core/errors.ts';
import { projectFile } from './project-file.ts';
import type { ProjectFiles, ProjectSource } from './project-files.ts';
import type { ByteSource } from './zip/byte-source.ts';
import { type Gunzip, openZip } from './zip/read-zip.ts';
import { zipPieces } from './zip/write-zip.ts';

/**
 * The files of a project in a zip, at its top or in its only folder.
 *
 * @throws MpaferError `data` for a file that is no zip, is damaged or hostile, or holds no project
 */
export async function projectInZip(source: ByteSource, name: string, gunzip?: Gunzip): Promise<ProjectSource> {
  const zip = await openZip(source, name, gunzip);
  const [found, ...others] = zip.entries
    .map(({ path }) => path)
    .filter((path) => path === projectFile || /^[^/]+\/project\.json$/.test(path))
    .sort((a, b) => a.length - b.length);
  if (found === undefined || (found !== projectFile && others.length > 0)) {
    const state = found === undefined ? `no ${projectFile}` : `several projects, the first is "${found}"`;
    throw new MpaferError('data', `Cannot open "${name}" as a project: it holds ${state}`, {
      hint: 'Save the project from the studio again, or pack its folder',
    });
  }
  const root = found.slice(0, -projectFile.length);
  return {
    files: async (folder) => {
      const start = root + (folder === undefined ? '' : `${folder}/`);
      return zip.entries
        .filter(({ path }) => path.startsWith(start))
        .map(({ path, size }) => ({ path: path.slice(root.length), size }));
    },
    read: (path) => zip.read(root + path),
  };
}

/**
 * The pieces of a project's zip, `project.json` first, the rest by name. One file is in memory at a time.
 *
 * @param leaveOut whether a file stays out, e.g. a face without consent
 */
export async function* projectZipPieces(
  source: ProjectSource,
  name: string,
  leaveOut: (path: string) => boolean = () => false,
): AsyncGenerator<Uint8Array, void> {
  const paths = (await source.files()).map(({ path }) => path).filter((path) => !leaveOut(path));
  const rank = (path: string) => (path === projectFile ? `0${path}` : path.includes('/') ? `2${path}` : `1${path}`);
  paths.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  yield* zipPieces(
    paths.map((path) => ({ path, read: () => source.read(path) })),
    name,
  );
}

/**
 * Copies all files of a project. `project.json` comes last: a copy that was interrupted is no project.
 *
 * @returns how many files were copied
 */
export async function* copyProject(from: ProjectSource, to: ProjectFiles): AsyncGenerator<number, number> {
  const paths = (await from.files()).map(({ path }) => path).filter((path) => path !== projectFile);
  let done = 0;
  for (const path of [...paths, projectFile]) {
    await to.write(path, await from.read(path));
    yield ++done;
  }
  return done;
}
