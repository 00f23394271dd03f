// The project that this worker has open: its files in the browser's private storage, and what they say.
import { project as format, MpaferError, projectDirectory } from 'mpafer';

export type Project = format.Project;
export type FaceRecord = format.FaceRecord;

export interface OpenProject {
  readonly name: string;
  readonly directory: FileSystemDirectoryHandle;
  readonly files: format.ProjectFiles;
  project: Project;
  faces: readonly FaceRecord[];
}

const folderName = 'projects';
let current: OpenProject | undefined;

/** @throws MpaferError `usage` before one was opened */
export function opened(): OpenProject {
  if (current === undefined) throw new MpaferError('usage', 'Cannot work on a project: none is open');
  return current;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
export const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content);

export async function projectsFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
}

/** Opens a project, and makes it where there is none. */
export async function openProject(name: string, title: string): Promise<OpenProject> {
  const directory = await (await projectsFolder()).getDirectoryHandle(name, { create: true });
  const files = projectDirectory(directory);
  const found = await files.read(format.projectFile).catch(whereMissing);
  if (found === undefined) {
    current = { name, directory, files, project: format.newProject(title), faces: [] };
    await saveProject();
    await saveFaces();
    return current;
  }
  const project = format.readProject(text(found), format.projectFile);
  const table = await files.read(format.facesFile).catch(whereMissing);
  const faces = table === undefined ? [] : format.readFaces(text(table), project, format.facesFile);
  current = { name, directory, files, project, faces };
  return current;
}

export async function saveProject(): Promise<void> {
  const { files, project } = opened();
  await files.write(format.projectFile, bytesOf(format.writeProject(project)));
}

export async function saveFaces(): Promise<void> {
  const { files, project, faces } = opened();
  await files.write(format.facesFile, bytesOf(format.writeFaces(faces, project)));
}

export function closeProject(): void {
  current = undefined;
}

export function whereMissing(error: unknown): undefined {
  if (error instanceof MpaferError && error.code === 'data' && /there is no such file/.test(error.message))
    return undefined;
  throw error;
}
