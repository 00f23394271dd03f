// The open project as the page sees it: signals that follow every change, and one worker that keeps the files.
import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { project as format, RgbImage } from 'mpafer';
import type { Work } from '../work/start-work.ts';
import { type FaceUrls, faceUrls } from './face-urls.ts';

export type Project = format.Project;
export type FaceRecord = format.FaceRecord;
export type Person = format.Person;

/** A label that is no class. */
export const notAFace = 'not-a-face';

export interface RunSummary {
  readonly name: string;
  readonly finished: boolean;
}

/** A face that another room hands over. */
export interface HandedFace {
  readonly crop: RgbImage;
  readonly source: string;
  readonly time?: number | undefined;
  readonly box?:
    | { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
    | undefined;
  readonly burst: string;
  readonly subject?: string | undefined;
  readonly label?: string | undefined;
}

export type ProjectState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly name: string; readonly readOnly: boolean }
  | { readonly kind: 'failed'; readonly error: unknown };

export type Saving =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly error: unknown };

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
  stored(): Promise<readonly string[]>;
  /** Changes what is kept; it is saved by itself. */
  change(next: { readonly project?: Project; readonly faces?: readonly FaceRecord[] }): void;
  /** Resolves when everything is on the disk. */
  saved(): Promise<void>;
  /** @returns how many were new */
  addFaces(faces: readonly HandedFace[]): Promise<number>;
  removeFaces(paths: ReadonlySet<string>): Promise<void>;
  forgetPerson(id: string): Promise<number>;
  forgetEverything(): Promise<void>;
  /** Unpacks a zip as a project of its own, and opens it. */
  unpack(file: File, onProgress: (progress: unknown) => void): Promise<void>;
  refreshRuns(): Promise<void>;
  /** The worker that has the project open. */
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

/** By which the studio cuts faces out. */
const recipe = { name: 'eyes-44-35', eyeDistance: 0.44, eyeLine: 0.35 };

const lastKey = 'mpafer-project';
const firstName = 'my-project';
const firstTitle = 'My project';

/** Faces after which the browser is asked to keep the files. */
const manyFaces = 50;

/** @param startWork starts the worker of the project */
export function openProjectStore(startWork: () => Promise<Work<'project'>>): ProjectStore {
  const state = signal<ProjectState>({ kind: 'closed' });
  const project = signal<Project>(emptyProject);
  const faces = signal<readonly FaceRecord[]>([]);
  const runs = signal<readonly RunSummary[]>([]);
  const saving = signal<Saving>({ kind: 'saved' });
  const kept = signal(false);
  const urls = faceUrls();
  let worker: Promise<Work<'project'>> | undefined;
  let opening: Promise<void> | undefined;
  let release: (() => void) | undefined;

  const work = (): Promise<Work<'project'>> => {
    worker ??= startWork();
    worker.catch(() => {
      worker = undefined;
    });
    return worker;
  };

  /** One writer: whoever holds the lock. A second tab reads, and takes over when the first is closed. */
  async function lock(name: string): Promise<boolean> {
    release?.();
    release = undefined;
    if (navigator.locks === undefined) return true;
    const key = `mpafer-project ${name}`;
    const hold = () =>
      new Promise<void>((free) => {
        release = free;
      });
    return new Promise((answer) => {
      void navigator.locks.request(key, { ifAvailable: true }, async (got) => {
        answer(got !== null);
        if (got !== null) await hold();
      });
    }).then((mine) => {
      if (!mine) {
        void navigator.locks.request(key, async () => {
          const { value } = state;
          if (value.kind !== 'open' || value.name !== name || !value.readOnly) return;
          const held = hold();
          await load(name, firstTitle, false);
          await held;
        });
      }
      return mine === true;
    });
  }

  async function load(name: string, title: string, readOnly: boolean): Promise<void> {
    const found = await (await work()).call('open', { name, title });
    urls.show(name);
    batch(() => {
      project.value = found.project;
      faces.value = found.faces;
      runs.value = found.runs;
      saving.value = { kind: 'saved' };
      state.value = { kind: 'open', name, readOnly };
    });
    localStorage.setItem(lastKey, name);
    kept.value = (await navigator.storage.persisted?.()) ?? false;
  }

  async function openNamed(name: string, title = firstTitle): Promise<void> {
    await saved();
    state.value = { kind: 'opening' };
    try {
      const mine = await lock(name);
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

  // Changes are saved one after the other; those that come meanwhile are saved together.
  let wanted: { project?: Project; faces?: readonly FaceRecord[] } | undefined;
  let running: Promise<void> | undefined;

  function change(next: { readonly project?: Project; readonly faces?: readonly FaceRecord[] }): void {
    const { value } = state;
    if (value.kind !== 'open' || value.readOnly) return;
    batch(() => {
      if (next.project !== undefined) project.value = next.project;
      if (next.faces !== undefined) faces.value = next.faces;
    });
    wanted = { ...wanted, ...next };
    running ??= saveAll().finally(() => {
      running = undefined;
    });
  }

  async function saveAll(): Promise<void> {
    saving.value = { kind: 'saving' };
    try {
      while (wanted !== undefined) {
        const next = wanted;
        wanted = undefined;
        await (await work()).call('save', next);
      }
      saving.value = { kind: 'saved' };
    } catch (error) {
      saving.value = { kind: 'failed', error };
    }
  }

  const saved = async (): Promise<void> => {
    await running;
    if (saving.value.kind === 'failed') throw saving.value.error;
  };

  /** Before files are written that no table would name. */
  function requireWriter(): void {
    const { value } = state;
    if (value.kind === 'open' && value.readOnly) throw new Error('Another tab has this project open: change it there');
  }

  async function addFaces(handed: readonly HandedFace[]): Promise<number> {
    await open();
    requireWriter();
    const paths = await (await work()).call('addPictures', { crops: handed.map(({ crop }) => crop) });
    const known = new Set(faces.value.map(({ path }) => path));
    const added: FaceRecord[] = [];
    paths.forEach((path, index) => {
      if (known.has(path)) return;
      known.add(path);
      const { source, time, box, burst, subject, label } = handed[index]!;
      added.push({
        path,
        source,
        burst,
        votes: {},
        ...(time !== undefined && { time: Math.round(time * 1000) / 1000 }),
        ...(box !== undefined && { box }),
        ...(subject !== undefined && { person: subject }),
        ...(label !== undefined && { label }),
      });
    });
    const people = new Set(project.value.people.map(({ id }) => id));
    const unknown = [
      ...new Set(added.flatMap(({ person }) => (person === undefined || people.has(person) ? [] : [person]))),
    ];
    // Faces with a box were found and cut out by the recipe; the project says so, unless it holds other crops too.
    const aligned = faces.value.length === 0 && handed.length > 0 && handed.every(({ box }) => box !== undefined);
    change({
      faces: [...faces.value, ...added],
      ...((unknown.length > 0 || aligned) && {
        project: {
          ...project.value,
          ...(aligned && { alignment: recipe }),
          people: [...project.value.people, ...unknown.map((id) => ({ id, name: id, attributes: {} }))],
        },
      }),
    });
    await saved();
    if (faces.value.length >= manyFaces && !kept.value) kept.value = (await navigator.storage.persist?.()) ?? false;
    return added.length;
  }

  return {
    ...urls,
    state,
    project,
    faces,
    runs,
    saving,
    kept,
    open,
    openNamed,
    stored: async () => (await work()).call('list', {}),
    change,
    saved,
    addFaces,
    async removeFaces(paths) {
      requireWriter();
      change({ faces: faces.value.filter(({ path }) => !paths.has(path)) });
      await saved();
      await (await work()).call('removePictures', { paths: [...paths] });
      urls.drop(paths);
    },
    async forgetPerson(id) {
      requireWriter();
      await saved();
      const left = await (await work()).call('forgetPerson', { id });
      batch(() => {
        project.value = left.project;
        faces.value = left.faces;
        runs.value = [];
      });
      return left.removed;
    },
    async forgetEverything() {
      wanted = undefined;
      await running?.catch(() => {});
      await (await work()).call('forgetEverything', {});
      release?.();
      localStorage.removeItem(lastKey);
      batch(() => {
        project.value = emptyProject;
        faces.value = [];
        runs.value = [];
        state.value = { kind: 'closed' };
      });
    },
    async unpack(file, onProgress) {
      const name = await (await work()).call('unpack', { file }, { onProgress });
      await openNamed(name);
    },
    async refreshRuns() {
      runs.value = await (await work()).call('runs', {});
    },
    work,
  };
}
