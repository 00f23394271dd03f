// The projects that this browser keeps: what each is called, how many faces it has, and how to delete one.
import { project as format, MpaferError } from 'mpafer';
import { removeFeatures } from './features.ts';
import { opened, projectsFolder } from './open-project.ts';

export interface StoredProject {
  /** Of its folder. */
  readonly name: string;
  /** What it is called; undefined where its file cannot be read. */
  readonly title: string | undefined;
  readonly faces: number;
  /** Milliseconds since 1970. */
  readonly saved: number;
}

/** The last one saved comes first. */
export async function storedProjects(): Promise<StoredProject[]> {
  const found: StoredProject[] = [];
  for await (const [name, handle] of (await projectsFolder()).entries()) {
    if (handle.kind === 'directory') found.push(await summaryOf(name, handle as FileSystemDirectoryHandle));
  }
  return found.sort((a, b) => b.saved - a.saved);
}

async function summaryOf(name: string, folder: FileSystemDirectoryHandle): Promise<StoredProject> {
  const file = async (path: string) => (await folder.getFileHandle(path)).getFile();
  try {
    const [about, table] = [await file(format.projectFile), await file(format.facesFile)];
    const project = format.readProject(await about.text(), format.projectFile);
    const faces = format.readFaces(await table.text(), project, format.facesFile);
    return { name, title: project.name, faces: faces.length, saved: Math.max(about.lastModified, table.lastModified) };
  } catch {
    return { name, title: undefined, faces: 0, saved: 0 };
  }
}

/** Deletes a project with everything that was made of it. */
export async function removeProject(name: string): Promise<void> {
  if (opened().name === name) throw new MpaferError('usage', `Cannot delete the project "${name}": it is open`);
  await (await projectsFolder()).removeEntry(name, { recursive: true });
  await removeFeatures(name);
}
