// A project from elsewhere becomes one of this browser's own: out of a zip, or out of a folder that the user chose.
import { browserDecompressors, project as format, MpaferError, projectDirectory } from 'mpafer';
import { opened, projectsFolder } from './open-project.ts';

type OnDone = (done: number, of: number) => void;

/** Unpacks a zip as a new project. @returns its name */
export async function adoptZip(file: File, onDone: OnDone): Promise<string> {
  const bytes: format.ByteSource = {
    size: file.size,
    read: async (begin, end) => new Uint8Array(await file.slice(begin, end).arrayBuffer()),
  };
  return adopt(await format.projectInZip(bytes, file.name, browserDecompressors.GZIP), file.name, onDone);
}

/** Copies a folder as a new project. @returns its name */
export async function adoptFolder(directory: FileSystemDirectoryHandle, onDone: OnDone): Promise<string> {
  const source = projectDirectory(directory);
  const names = new Set((await source.files()).map(({ path }) => path));
  if (!names.has(format.projectFile))
    throw new MpaferError('data', `Cannot open the folder "${directory.name}": it has no ${format.projectFile}`, {
      hint: 'Choose the folder of the project itself, such as my.mpafer',
    });
  return adopt(source, directory.name, onDone);
}

/**
 * Copies the open project into a folder of its own below the one that was chosen, so that nothing there is written over.
 *
 * @returns the new folder's name
 */
export async function copyToFolder(chosen: FileSystemDirectoryHandle, onDone: OnDone): Promise<string> {
  const { files, name } = opened();
  const taken = new Set<string>();
  for await (const [entry] of chosen.entries()) taken.add(entry);
  const folder = freeName(taken, (count) => `${name}${count === 1 ? '' : `-${count}`}.mpafer`);
  const of = (await files.files()).length;
  const to = projectDirectory(await chosen.getDirectoryHandle(folder, { create: true }));
  for await (const done of format.copyProject(files, to)) onDone(done, of);
  return folder;
}

async function adopt(inside: format.ProjectSource, from: string, onDone: OnDone): Promise<string> {
  // Read before anything is written: a damaged project must not replace nothing by half of something.
  const text = async (path: string) => new TextDecoder().decode(await inside.read(path));
  const project = format.readProject(await text(format.projectFile), `${from}/${format.projectFile}`);
  format.readFaces(await text(format.facesFile), project, `${from}/${format.facesFile}`);
  const projects = await projectsFolder();
  const wanted =
    project.name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'project';
  const taken = new Set<string>();
  for await (const [name] of projects.entries()) taken.add(name);
  const name = freeName(taken, (count) => (count === 1 ? wanted : `${wanted}-${count}`));
  const to = projectDirectory(await projects.getDirectoryHandle(name, { create: true }));
  const of = (await inside.files()).length;
  try {
    for await (const done of format.copyProject(inside, to)) onDone(done, of);
  } catch (error) {
    await projects.removeEntry(name, { recursive: true }).catch(() => {});
    throw error;
  }
  return name;
}

function freeName(taken: ReadonlySet<string>, numbered: (count: number) => string): string {
  let count = 1;
  while (taken.has(numbered(count))) count++;
  return numbered(count);
}
