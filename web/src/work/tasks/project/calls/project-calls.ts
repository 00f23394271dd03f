// Projects of this browser: opened, saved, and what is to be forgotten.
import { project as format } from 'mpafer';
import { removeExports } from '../exports-folder.ts';
import { dropFeatures, removeFeatures } from '../features.ts';
import {
  closeProject,
  type FaceRecord,
  opened,
  openProject,
  type Project,
  projectsFolder,
  saveFaces,
  saveProject,
} from '../open-project.ts';
import { runsOf } from '../run-files.ts';
import { removeProject, type StoredProject, storedProjects } from '../stored-projects.ts';

/** The first, with what only the second knows. */
function union(first: Project, second: Project): Project {
  const more = <T>(own: readonly T[], other: readonly T[], key: (one: T) => string): T[] => [
    ...own,
    ...other.filter((one) => !own.some((known) => key(known) === key(one))),
  ];
  return {
    ...first,
    classes: more(first.classes, second.classes, ({ name }) => name),
    people: more(first.people, second.people, ({ id }) => id),
    coders: more(first.coders, second.coders, (name) => name),
  };
}

export const projectCalls = {
  async list(_: object): Promise<StoredProject[]> {
    return storedProjects();
  },

  async removeProject({ name }: { readonly name: string }): Promise<void> {
    await removeProject(name);
  },

  async open({ name, title }: { readonly name: string; readonly title: string }) {
    dropFeatures();
    await removeExports();
    const { project, faces } = await openProject(name, title);
    return { project, faces, runs: await runsOf() };
  },

  async save({
    project,
    faces,
  }: {
    readonly project?: Project;
    readonly faces?: readonly FaceRecord[];
  }): Promise<void> {
    const own = opened();
    // Checked as a whole before either file is written.
    const next = { project: project ?? own.project, faces: faces ?? own.faces };
    format.readFaces(format.writeFaces(next.faces, next.project), next.project, format.facesFile);
    const before = own.project;
    // A tab that is closed between two writes leaves a table whose labels and people the project still knows.
    Object.assign(own, { project: union(next.project, before), faces: next.faces });
    if (project !== undefined) await saveProject();
    await saveFaces();
    own.project = next.project;
    if (project !== undefined) await saveProject();
  },

  async forgetPerson({ id }: { readonly id: string }) {
    const own = opened();
    const left = format.forgetPerson(own.project, own.faces, id);
    own.project = left.project;
    own.faces = left.faces;
    await saveFaces();
    await saveProject();
    for (const path of left.removed) await own.files.remove(path);
    // What was made of their faces goes too: features, packs that hold features, and runs.
    await removeFeatures(own.name);
    await own.files.remove('packs');
    await own.files.remove('runs');
    return { project: own.project, faces: own.faces, removed: left.removed.length };
  },

  /** Removes every project, and all that was made of them. */
  async forgetEverything(_: object): Promise<void> {
    closeProject();
    dropFeatures();
    const root = await navigator.storage.getDirectory();
    for (const folder of ['projects', 'features', 'exports']) {
      await root.removeEntry(folder, { recursive: true }).catch(() => {});
    }
    await projectsFolder();
  },
};
