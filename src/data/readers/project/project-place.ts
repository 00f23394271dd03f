// Where the files of a project are: in a folder, or in a zip that is read in place.
import { MpaferError } from '../../../core/errors.ts';
import { projectFile } from '../../../project/project-file.ts';
import type { ProjectSource } from '../../../project/project-files.ts';
import { projectInZip } from '../../../project/project-zip.ts';
import { bytesInMemory } from '../../../project/zip/byte-source.ts';
import { type DataHost, joinPath } from '../../host.ts';

export interface ProjectPlace {
  /** Reads files of the project; for a zip those inside it. */
  readonly host: DataHost;
  readonly root: string;
  /** For messages. */
  readonly nameOf: (path: string) => string;
}

/**
 * @param path a folder with `project.json`, that file itself, or a zip
 * @throws MpaferError `data` when there is no project
 */
export async function projectPlace(host: DataHost, path: string): Promise<ProjectPlace> {
  if (/\.zip$/i.test(path)) {
    const source = (await host.parts?.(path)) ?? bytesInMemory(await host.read(path));
    const inside = await projectInZip(source, path, host.decompressors?.GZIP);
    return { host: await zipHost(host, inside, path), root: '', nameOf: (file) => `${path}/${file}` };
  }
  const root = path.replace(/(^|[\\/])project\.json$/, '') || '.';
  const entries = await host.list(root);
  if (!entries.some(({ name, folder }) => name === projectFile && !folder)) {
    throw new MpaferError('data', `Cannot open "${path}" as a project: it holds no ${projectFile}`, {
      hint: 'Name the folder or the zip that the studio saved',
    });
  }
  return { host, root, nameOf: (file) => joinPath(root, file) };
}

/** The files inside an archive as those of a host. */
async function zipHost(host: DataHost, inside: ProjectSource, path: string): Promise<DataHost> {
  const folders = new Map<string, Map<string, boolean>>([['', new Map()]]);
  for (const { path: file } of await inside.files()) {
    const parts = file.split('/');
    parts.forEach((name, depth) => {
      const [isFolder, folder] = [depth < parts.length - 1, parts.slice(0, depth).join('/')];
      const own = folders.get(folder) ?? new Map<string, boolean>();
      folders.set(folder, own.set(name, isFolder));
    });
  }
  return {
    async list(folder) {
      const found = folders.get(folder === '.' ? '' : folder);
      if (found === undefined)
        throw new MpaferError('data', `Cannot list "${folder}" in "${path}": there is no such folder`);
      return [...found].map(([name, isFolder]) => ({ name, folder: isFolder }));
    },
    read: inside.read,
    decode: (bytes, name, view) => host.decode(bytes, `${path}/${name}`, view),
  };
}
