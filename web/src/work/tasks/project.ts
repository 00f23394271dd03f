// The worker's task for a project: its files, the instant head, training, and why. Teach and Understand share it.
import { decodeImage, project as format, MpaferError, type RgbImage, studio } from 'mpafer';
import type { WorkContext } from '../port.ts';
import { agreementOf } from './project/agreement.ts';
import { removeExports } from './project/exports-folder.ts';
import { dropFeatures, featuresOf, removeFeatures } from './project/features.ts';
import { ownName, probabilitiesOf, solved, solveHead } from './project/instant-head.ts';
import type { Source } from './project/judge.ts';
import { openModels } from './project/models.ts';
import {
  closeProject,
  type FaceRecord,
  opened,
  openProject,
  type Project,
  projectsFolder,
  saveFaces,
  saveProject,
} from './project/open-project.ts';
import { facePath, pngOf } from './project/pictures.ts';
import { runsOf } from './project/run-files.ts';
import type { ZipFaces } from './project/share.ts';
import { removeProject, type StoredProject, storedProjects } from './project/stored-projects.ts';
import type { TrainInput } from './project/train-run.ts';
import type { FaceChange } from './project/what-if.ts';

// Most visits need none of these: each is loaded when it is first asked for.
const training = () => import('./project/train-run.ts');
const comparing = () => import('./project/compare.ts');
const judging = () => import('./project/judge.ts');
const explaining = () => import('./project/explain.ts');
const changing = () => import('./project/what-if.ts');
const nearness = () => import('./project/nearest.ts');
const planes = () => import('./project/plane.ts');
const adopting = () => import('./project/adopt.ts');
const sharing = () => import('./project/share.ts');

/** Progress that `context.report` sends. */
export interface WorkProgress {
  readonly what: string;
  readonly done: number;
  readonly of?: number | undefined;
}

const features = async ({ assets, signal, report }: WorkContext) => {
  const models = await openModels(assets);
  const progress = (done: number, of: number): void =>
    report({ what: 'Encoding faces', done, of } satisfies WorkProgress);
  return { models, features: await featuresOf(models, signal, progress) };
};

/** A larger picture is a photograph, in which a face is to be found. */
const largestCrop = 512;

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

export const task = {
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

  /** Writes pictures; gives their paths, in order. */
  async addPictures({ crops }: { readonly crops: readonly RgbImage[] }): Promise<string[]> {
    const { files, faces } = opened();
    const known = new Set(faces.map(({ path }) => path));
    const paths: string[] = [];
    for (const crop of crops) {
      const path = await facePath(crop);
      if (!known.has(path)) await files.write(path, await pngOf(crop));
      known.add(path);
      paths.push(path);
    }
    return paths;
  },

  /** A picture that is a face crop already, as it is. */
  async crop({ file }: { readonly file: File }): Promise<RgbImage> {
    const image = await decodeImage(new Uint8Array(await file.arrayBuffer()), file.name);
    if (Math.max(image.width, image.height) <= largestCrop) return image;
    throw new MpaferError(
      'image',
      `Cannot take "${file.name}" as a face crop: it is ${image.width} x ${image.height}; expected at most ${largestCrop} pixels a side`,
      { hint: 'Let the studio find the face in it' },
    );
  },

  async removePictures({ paths }: { readonly paths: readonly string[] }): Promise<void> {
    for (const path of paths) await opened().files.remove(path);
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

  /** Encodes what is new and solves the instant head; with `check` it is cross-validated too. */
  async solve({ check }: { readonly check: boolean }, context: WorkContext) {
    const own = await features(context);
    return solveHead(own.models, own.features, check);
  },

  /** What the instant head says of a crop that is not in the project. */
  async answer({ crop }: { readonly crop: RgbImage }, { assets }: WorkContext) {
    const { encoder } = await openModels(assets);
    const head = solved();
    if (head === undefined) return undefined;
    const sample = { id: 'camera', split: 'train' as const, label: 0, read: async () => crop };
    const work = encoder.encode([sample]);
    let step = await work.next();
    while (!step.done) step = await work.next();
    return {
      classes: head.classes.map((name) => ownName(opened().project, name)),
      probabilities: [...probabilitiesOf(studio.unitRows(step.value))],
    };
  },

  /** Tokens of the sentence that a description becomes, and how many the model takes. */
  async tokens(
    { name, description }: { readonly name: string; readonly description: string },
    { assets }: WorkContext,
  ) {
    const { clip } = await openModels(assets);
    const own = studio.className(name);
    const type = description.trim() === '' ? 2 : 3;
    const [sentence] = studio.hardSentences(own, type, { [own]: description.trim() });
    const tokenizer = await clip.tokenizer();
    return { count: tokenizer.encode(sentence!).length, most: clip.config.text.positions, sentence: sentence! };
  },

  /** The split that training would use. */
  async split(_: object) {
    const { projectDataset, testGroups } = await import('./project/project-dataset.ts');
    const dataset = await projectDataset();
    return {
      classes: dataset.classes.map((name) => ownName(opened().project, name)),
      notes: dataset.notes,
      samples: dataset.samples.map(({ id, split, label, group }) => ({ id, split, label, group })),
      test: testGroups(dataset),
    };
  },

  async *train(input: TrainInput, { assets }: WorkContext) {
    return yield* (await training()).trainRun(input, await openModels(assets));
  },

  async pause(_: object): Promise<void> {
    (await training()).pauseTraining();
  },

  async runs(_: object) {
    return runsOf();
  },

  async removeRun({ run }: { readonly run: string }) {
    await opened().files.remove(`runs/${run}`);
    return runsOf();
  },

  async compare({ run }: { readonly run: string }, { assets, signal }: WorkContext) {
    return (await comparing()).compareRun(run, await openModels(assets), signal);
  },

  async judge({ source }: { readonly source: Source }, context: WorkContext) {
    const own = await features(context);
    if (source === 'head') await solveHead(own.models, own.features, true);
    return (await judging()).judge(source, own.models, context.signal);
  },

  async explain(
    { source, path, target }: { readonly source: Source; readonly path: string; readonly target?: string },
    { assets }: WorkContext,
  ) {
    return (await explaining()).explain(source, path, await openModels(assets), target);
  },

  async whatIf(
    { source, path, change }: { readonly source: Source; readonly path: string; readonly change: FaceChange },
    { assets }: WorkContext,
  ) {
    return (await changing()).whatIf(source, path, change, await openModels(assets));
  },

  async near({ path }: { readonly path: string }, context: WorkContext) {
    return (await nearness()).nearestFaces(path, (await features(context)).features, 12);
  },

  async nearTwins(_: object, { signal, report }: WorkContext) {
    const { nearTwins } = await import('./project/near-twins.ts');
    return nearTwins(signal, (done, of) => report({ what: 'Comparing faces', done, of } satisfies WorkProgress));
  },

  async words({ source }: { readonly source: Source }, { assets }: WorkContext) {
    return (await nearness()).wordsOf(source, await openModels(assets));
  },

  async plane({ source }: { readonly source: Source }, context: WorkContext) {
    const own = await features(context);
    return (await planes()).plane(source, own.models, own.features);
  },

  async agreement({ first, second }: { readonly first: string; readonly second: string }): Promise<studio.Agreement> {
    return agreementOf(first, second);
  },

  async zip({ which }: { readonly which: ZipFaces }, { report }: WorkContext): Promise<File> {
    return (await sharing()).zipOf(which, (done) => report({ what: 'Packing', done } satisfies WorkProgress));
  },

  /** A zip, or a folder that the user chose, becomes a project of its own. */
  async adopt({ from }: { readonly from: File | FileSystemDirectoryHandle }, { report }: WorkContext): Promise<string> {
    const { adoptFolder, adoptZip } = await adopting();
    const onDone = (done: number, of: number) => report({ what: 'Copying', done, of } satisfies WorkProgress);
    return 'kind' in from ? adoptFolder(from, onDone) : adoptZip(from, onDone);
  },

  async copyToFolder({ folder }: { readonly folder: FileSystemDirectoryHandle }, { report }: WorkContext) {
    const onDone = (done: number, of: number) => report({ what: 'Copying', done, of } satisfies WorkProgress);
    return (await adopting()).copyToFolder(folder, onDone);
  },

  async pack({ source }: { readonly source: Source }, context: WorkContext): Promise<File> {
    const own = await features(context);
    return (await sharing()).packOf(source, own.models, context.signal);
  },

  async onnx({ source }: { readonly source: Source }, context: WorkContext): Promise<File> {
    return (await sharing()).onnxOf(source, (await features(context)).models);
  },

  async card({ run }: { readonly run: string }): Promise<File> {
    return (await sharing()).cardOf(run);
  },

  async runZip({ run }: { readonly run: string }): Promise<File> {
    return (await sharing()).runZip(run);
  },
};
