// The instant head: what the project's labels already teach, solved again after each face, in milliseconds.
import { type Checkpoint, type ClipModel, defaultDescriptions, project as format, MpaferError, studio } from 'mpafer';
import type { Features } from './features.ts';
import type { Models } from './models.ts';
import { type FaceRecord, opened, type Project } from './open-project.ts';

export interface SolvedHead {
  readonly classes: readonly string[];
  /** Faces of each class. */
  readonly counts: readonly number[];
  readonly tie: number;
  /** Whether held-out faces chose the tie. */
  readonly chosen: boolean;
  readonly temperature: number;
  /** Paths of all faces, and the probabilities [n, C] of each. */
  readonly paths: readonly string[];
  readonly probabilities: Float32Array;
  /** Own faces that are right when their person or burst is left out; absent where nothing could be. */
  readonly heldOut?: { readonly right: number; readonly of: number } | undefined;
  /** Milliseconds that the head took to solve, without encoding and without cross-validation. */
  readonly took: number;
  /** Whether it was cross-validated; until then tie and temperature are those of the time before. */
  readonly checked: boolean;
}

/** Why there is no head yet. */
export interface NoHead {
  readonly missing: string;
}

let texts: { readonly key: string; readonly value: Awaited<ReturnType<typeof studio.textsOf>> } | undefined;

/** The head as it was last solved. */
interface Vectors extends Pick<Checkpoint, 'classes' | 'configuration' | 'scale' | 'temperature'> {
  readonly tie: number;
  /** [C, E], of unit length. */
  readonly w: studio.Matrix;
  /** Scores [n, C] of faces by heads that did not see their person or burst. */
  readonly heldOut: studio.Matrix | undefined;
  /** The faces that it was taught by, and their groups. */
  readonly faces: readonly { readonly path: string; readonly label: number; readonly group: string | undefined }[];
}

let vectors: Vectors | undefined;

export const solved = (): Vectors | undefined => vectors;

/** The head as a recogniser. */
export async function headCheckpoint(clip: ClipModel): Promise<Checkpoint> {
  if (vectors === undefined) throw new MpaferError('data', 'Cannot use the instant head: no face is labelled yet');
  const { classes, configuration, scale, temperature, w } = vectors;
  return {
    classes,
    configuration,
    scale,
    temperature,
    clip: studio.clipIdentity(clip, await clip.digest()),
    epoch: 0,
    text: studio.float32(Float32Array.from(w.data), [w.rows, w.columns]),
  };
}

/** Classes by the names and in the order that every data set has. */
export const classesOf = ({ classes }: Project): string[] =>
  studio.orderedClasses(classes.map(({ name }) => studio.className(name)));

/** A class under the project's own name. */
export const ownName = ({ classes }: Project, canonical: string): string =>
  classes.find(({ name }) => studio.className(name) === canonical)?.name ?? canonical;

export const descriptionsOf = ({ classes }: Project) => ({
  ...defaultDescriptions,
  ...Object.fromEntries(
    classes.flatMap(({ name, description }) =>
      description.trim() === '' ? [] : [[studio.className(name), description.trim()]],
    ),
  ),
});

export const isUsable = (face: FaceRecord, project: Project): boolean =>
  face.label !== undefined && face.label !== format.notAFace && format.consentFor(face, project) !== 'refused';

/**
 * @param check cross-validates over people and bursts, to choose the tie and to say how good the head is; without it the answer comes in
 *   milliseconds, by the tie that was chosen last
 */
export async function solveHead(models: Models, features: Features, check: boolean): Promise<SolvedHead | NoHead> {
  const { project, faces } = opened();
  const classes = classesOf(project);
  const usable = faces.filter((face) => isUsable(face, project));
  const labels = usable.map((face) => classes.indexOf(studio.className(face.label!)));
  const counts = classes.map((_, c) => labels.filter((label) => label === c).length);
  if (classes.length < 2) return { missing: 'It takes two classes to tell apart' };
  if (counts.filter((count) => count > 0).length < 1) return { missing: 'It answers after the first labelled face' };
  const { anchors, scale, configuration } = await textsFor(models, classes, project);
  const { columns, rows, data } = features;
  const rowOf = (face: FaceRecord) => rows.get(face.path)!;
  const support = matrixOf(usable.map(rowOf), data, columns);
  const people = format.faceGroups(faces);
  const groupOf = new Map(faces.map((face, index) => [face.path, people[index]]));
  const task = { texts: anchors, scale, support: { features: support, labels } };
  const same = vectors !== undefined && vectors.w.rows === classes.length && vectors.w.columns === columns;
  const before = same ? vectors! : { tie: studio.defaultTie, temperature: 1 };
  const begin = performance.now();
  const quick = { vectors: studio.anchored(task, before.tie), chosen: false, ...before, heldOut: undefined };
  const took = performance.now() - begin;
  const head = check
    ? studio.teachHead(
        task,
        usable.map(({ path }) => groupOf.get(path)),
      )
    : quick;
  vectors = {
    classes,
    configuration,
    w: head.vectors,
    scale,
    temperature: head.temperature,
    tie: head.tie,
    heldOut: head.heldOut,
    faces: usable.map(({ path }, index) => ({ path, label: labels[index]!, group: groupOf.get(path) })),
  };
  const probabilities = probabilitiesOf(matrixOf(faces.map(rowOf), data, columns));
  return {
    classes: classes.map((name) => ownName(project, name)),
    counts,
    tie: head.tie,
    chosen: head.chosen,
    temperature: head.temperature,
    paths: faces.map(({ path }) => path),
    probabilities,
    ...(head.heldOut && { heldOut: { right: rightIn(head.heldOut, labels), of: labels.length } }),
    took,
    checked: check,
  };
}

/** Probabilities [n, C] by the head as it is now. */
export function probabilitiesOf(features: studio.Matrix): Float32Array {
  const { w, scale, temperature } = vectors!;
  const scores = studio.timesTransposed(features, w, scale);
  return Float32Array.from(studio.softmaxRows(scores.data, w.rows, temperature));
}

async function textsFor({ engine, clip }: Models, classes: readonly string[], project: Project) {
  const descriptions = descriptionsOf(project);
  const key = JSON.stringify([classes, classes.map((name) => descriptions[name as keyof typeof descriptions])]);
  if (texts?.key !== key) texts = { key, value: await studio.textsOf({ engine, clip, descriptions }, classes) };
  return texts.value;
}

function matrixOf(rows: readonly number[], data: Float32Array, columns: number): studio.Matrix {
  const matrix = { rows: rows.length, columns, data: new Float64Array(rows.length * columns) };
  rows.forEach((row, index) => {
    matrix.data.set(data.subarray(row * columns, (row + 1) * columns), index * columns);
  });
  return matrix;
}

/** Ties are wrong, as in `mpafer teach`. */
function rightIn({ columns, data }: studio.Matrix, labels: readonly number[]): number {
  return labels.filter((label, face) => {
    const own = data.subarray(face * columns, (face + 1) * columns);
    return own.every((score, c) => c === label || score < own[label]!);
  }).length;
}
