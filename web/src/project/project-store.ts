// The open project as the page sees it: signals that follow every change, and one worker that keeps the files.
import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { project as format } from 'mpafer';
import type { Work } from '../work/start-work.ts';
import type { StoredProject } from '../work/tasks/project/stored-projects.ts';
import { type FaceUrls, faceUrls } from './face-urls.ts';
import { type HandedFace, newFaces } from './new-faces.ts';
import { oneWriter } from './one-writer.ts';
import { type Saving, saveQueue } from './save-queue.ts';

export type Project = format.Project;
export type FaceRecord = format.FaceRecord;
export type Person = format.Person;

/** A label that is no class. */
export const notAFace = 'not-a-face';

export interface RunSummary {
  readonly name: string;
  readonly finished: boolean;
}

export type ProjectState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly name: string; readonly readOnly: boolean }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What may be changed. */
export interface ProjectChange {
  readonly project?: Project;
  readonly faces?: readonly FaceRecord[];
}

export interface ProjectStore extends FaceUrls {
  readonly state: ReadonlySignal<ProjectState>;
  readonly project: ReadonlySignal<Project>;
  readonly faces: ReadonlySignal<readonly FaceRecord[]>;
  readonly runs: ReadonlySignal<readonly RunSummary[]>;
  readonly saving: ReadonlySignal<Saving>;
  /** Whether the browser promised to keep the files. */
  readonly kept: ReadonlySignal<boolean>;
  /** The last project, or a new one; nothing where one is open. */
  open(): Promise<void>;
  /** Another project that is stored here. */
  openNamed(name: string, title?: string): Promise<void>;
  /** All that are stored here. */
  stored(): Promise<readonly StoredProject[]>;
  /** Deletes a project that is not open. @throws where a tab has it open */
  remove(name: string): Promise<void>;
  /** Changes what is kept; it is saved by itself. */
  change(next: ProjectChange): void;
  /** Resolves when everything is on the disk. */
  saved(): Promise<void>;
  /** @returns how many were new */
  addFaces(faces: readonly HandedFace[]): Promise<number>;
  removeFaces(paths: ReadonlySet<string>): Promise<void>;
  forgetPerson(id: string): Promise<number>;
  forgetEverything(): Promise<void>;
  /** A zip, or a folder of a project, becomes a project of its own, and is opened. */
  adopt(from: File | FileSystemDirectoryHandle, onProgress: (progress: unknown) => void): Promise<void>;
  refreshRuns(): Promise<void>;
  /** The worker that has the project open, once it may open models. */
  work(): Promise<Work<'project'>>;
}

const emptyProject: Project = {
  format: 'mpafer-project',
  version: 1,
  name: '',
  classes: [],
  people: [],
  coders: [],
};

const lastKey = 'mpafer-project';
const firstName = 'my-project';
const firstTitle = 'My project';

/** Faces after which the browser is asked to keep the files. */
const manyFaces = 50;

/**
 * @param startWork starts the worker of the project
 * @param modelsKept resolves when models may be opened; the files of a project are shown before
 */
export function openProjectStore(startWork: () => Promise<Work<'project'>>, modelsKept: Promise<void>): ProjectStore {
  const state = signal<ProjectState>({ kind: 'closed' });
  const project = signal<Project>(emptyProject);
  const faces = signal<readonly FaceRecord[]>([]);
  const runs = signal<readonly RunSummary[]>([]);
  const kept = signal(false);
  const urls = faceUrls();
  let worker: Promise<Work<'project'>> | undefined;
  let opening: Promise<void> | undefined;

  const files = (): Promise<Work<'project'>> => {
    worker ??= startWork();
    worker.catch(() => {
      worker = undefined;
    });
    return worker;
  };

  const queue = saveQueue<ProjectChange>(async (next) => (await files()).call('save', next));
  const { saved } = queue;

  const writer = oneWriter({
    isWanted: (name) => {
      const { value } = state;
      return value.kind === 'open' && value.name === name && value.readOnly;
    },
    onTakeOver: (name) => load(name, firstTitle, false),
  });

  async function load(name: string, title: string, readOnly: boolean): Promise<void> {
    const found = await (await files()).call('open', { name, title });
    urls.show(name);
    batch(() => {
      project.value = found.project;
      faces.value = found.faces;
      runs.value = found.runs;
      queue.reset();
      state.value = { kind: 'open', name, readOnly };
    });
    localStorage.setItem(lastKey, name);
    kept.value = (await navigator.storage.persisted?.()) ?? false;
  }

  async function openNamed(name: string, title = firstTitle): Promise<void> {
    await saved();
    state.value = { kind: 'opening' };
    try {
      const mine = await writer.claim(name);
      await load(name, title, !mine);
    } catch (error) {
      state.value = { kind: 'failed', error };
      throw error;
    }
  }

  function open(): Promise<void> {
    if (state.value.kind === 'open') return Promise.resolve();
    opening ??= openNamed(localStorage.getItem(lastKey) ?? firstName).finally(() => {
      opening = undefined;
    });
    return opening;
  }

  function change(next: ProjectChange): void {
    const { value } = state;
    if (value.kind !== 'open' || value.readOnly) return;
    batch(() => {
      if (next.project !== undefined) project.value = next.project;
      if (next.faces !== undefined) faces.value = next.faces;
    });
    queue.add(next);
  }

  /** Before files are written that no table would name. */
  function requireWriter(): void {
    const { value } = state;
    if (value.kind === 'open' && value.readOnly) throw new Error('Another tab has this project open: change it there');
  }

  return {
    ...urls,
    ...{ state, project, faces, runs, kept, open, openNamed, change, saved },
    saving: queue.saving,
    stored: async () => (await files()).call('list', {}),
    async remove(name) {
      const removed = await writer.whileUnused(name, async () => (await files()).call('removeProject', { name }));
      if (!removed) throw new Error('This project is open, here or in another tab: close it there, then delete it');
    },
    async addFaces(handed) {
      await open();
      requireWriter();
      const paths = await (await files()).call('addPictures', { crops: handed.map(({ crop }) => crop) });
      const { added, project: changed } = newFaces(handed, paths, { project: project.value, faces: faces.value });
      change({ faces: [...faces.value, ...added], ...(changed && { project: changed }) });
      await saved();
      if (faces.value.length >= manyFaces && !kept.value) kept.value = (await navigator.storage.persist?.()) ?? false;
      return added.length;
    },
    async removeFaces(paths) {
      requireWriter();
      change({ faces: faces.value.filter(({ path }) => !paths.has(path)) });
      await saved();
      await (await files()).call('removePictures', { paths: [...paths] });
      urls.drop(paths);
    },
    async forgetPerson(id) {
      requireWriter();
      await saved();
      const left = await (await files()).call('forgetPerson', { id });
      batch(() => {
        project.value = left.project;
        faces.value = left.faces;
        runs.value = [];
      });
      return left.removed;
    },
    async forgetEverything() {
      await queue.abandon();
      await (await files()).call('forgetEverything', {});
      writer.release();
      localStorage.removeItem(lastKey);
      batch(() => {
        project.value = emptyProject;
        faces.value = [];
        runs.value = [];
        state.value = { kind: 'closed' };
      });
    },
    async adopt(from, onProgress) {
      const name = await (await files()).call('adopt', { from }, { onProgress });
      await openNamed(name);
    },
    async refreshRuns() {
      runs.value = await (await files()).call('runs', {});
    },
    async work() {
      await modelsKept;
      return files();
    },
  };
}
