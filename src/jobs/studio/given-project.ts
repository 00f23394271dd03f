// A project that is handed to the studio: a folder or a zip on this machine, given to the browser as one zip.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { readReason } from '../../platform/node/files/read-reason.ts';
import { projectFile, readProject } from '../../project/project-file.ts';
import type { ProjectSource } from '../../project/project-files.ts';
import { projectInZip, projectZipPieces } from '../../project/project-zip.ts';
import { bytesInMemory } from '../../project/zip/byte-source.ts';

/**
 * The zip of a project.
 *
 * @param path a folder with `project.json`, or a zip of one
 * @throws MpaferError `data` when it is neither
 */
export async function givenProject(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new MpaferError('data', `Cannot open the project "${path}": ${readReason(cause)}`, { cause });
  });
  if (!found.isDirectory()) {
    const bytes = await readFile(path);
    await requireProject(await projectInZip(bytesInMemory(bytes), path), path);
    return bytes;
  }
  const source = folderSource(path);
  await requireProject(source, path);
  const pieces: Uint8Array[] = [];
  for await (const piece of projectZipPieces(source, path)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function requireProject(source: ProjectSource, path: string): Promise<void> {
  const bytes = await source.read(projectFile).catch((cause: unknown) => {
    throw new MpaferError('data', `Cannot open the project "${path}": it has no ${projectFile}`, {
      hint: 'The studio makes one: start it without a project',
      cause,
    });
  });
  readProject(new TextDecoder().decode(bytes), `${path}/${projectFile}`);
}

const folderSource = (root: string): ProjectSource => ({
  async files(folder) {
    const start = folder === undefined ? root : join(root, folder);
    const entries = await readdir(start, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    return Promise.all(
      paths.map(async (path) => ({ path: relative(root, path).split(sep).join('/'), size: (await stat(path)).size })),
    );
  },
  read: (path) => readFile(join(root, path)),
});
