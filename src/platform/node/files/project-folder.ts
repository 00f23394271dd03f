// The files of a project in a folder of this machine.
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { type ProjectEntry, type ProjectFiles, requireInside } from '../../../project/project-files.ts';
import { readDataFile } from './read-data-file.ts';
import { onDisk, writeFile } from './write-file.ts';

/**
 * Reads and writes a project in a folder, which is made by the first write.
 *
 * @param folder its path
 * @example
 * ```ts
 * import { project, projectFolder } from 'mpafer';
 * const files = projectFolder('my.mpafer');
 * const text = project.writeProject(project.newProject('My faces', [{ name: 'happiness' }, { name: 'neutral' }]));
 * await files.write(project.projectFile, new TextEncoder().encode(text));
 * console.log((await files.files()).map(({ path }) => path).join()); // project.json
 * ```
 */
export function projectFolder(folder: string): ProjectFiles {
  const at = (path: string): string => {
    requireInside(path, folder);
    return join(folder, path);
  };
  return {
    files: (below) => filesBelow(folder, below === undefined ? folder : at(below)),
    read: async (path) => readDataFile(at(path)),
    async write(path, content) {
      const file = at(path);
      await onDisk(file, () => mkdir(dirname(file), { recursive: true }));
      await writeFile(file, content);
    },
    remove: async (path) => onDisk(path, () => rm(at(path), { recursive: true, force: true })),
  };
}

async function filesBelow(root: string, folder: string): Promise<readonly ProjectEntry[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return Promise.all(
    entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path: relative(root, path).split(sep).join('/'), size: (await stat(path)).size };
      }),
  );
}
