// Teaches a recogniser by a few faces, in a second: class vectors that start at the texts and move as far as held-out faces allow.
import type { ClipModel } from '../clip/load-clip.ts';
import { parseConfiguration } from '../configuration/configuration.ts';
import { float32 } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { sha256 } from '../core/sha256.ts';
import type { Dataset, Sample } from '../data/dataset.ts';
import { type ImageCache, imageCache } from '../data/image-cache.ts';
import type { Engine } from '../engine/engine.ts';
import type { TrainingData } from '../evaluate/training-data.ts';
import { teachHead } from '../heads/choose-tie.ts';
import type { FewShotTask } from '../heads/few-shot-task.ts';
import { type Matrix, unitRows } from '../heads/matrix.ts';
import type { Descriptions } from '../method/hard-prompt.ts';
import type { Checkpoint } from '../recognise/checkpoint.ts';
import { clipIdentity, requireSameClip } from '../recognise/clip-identity.ts';
import { encodeImages } from '../recognise/encode-images.ts';
import { prepareTask } from '../recognise/task.ts';
import type { TaughtBy } from '../recognise/taught-by.ts';

/** What a recogniser is taught from: its model, and the faces with their classes. */
export interface TeachInput {
  readonly engine: Engine;
  readonly clip: ClipModel;
  readonly dataset: Pick<Dataset, 'classes' | 'name'>;
  /** The faces to teach by, labelled with indices of the data set's classes. */
  readonly faces: readonly Sample[];
  /** What each class looks like; where any class has none, all are named instead: "a photo of a person making a facial expression of [class]". */
  readonly descriptions: Descriptions;
  /** A recogniser that was taught before: the result is as if both had been taught at once. */
  readonly update?: Checkpoint | undefined;
  /** What it was taught by, for its record; not recorded for an update, which has several sources. */
  readonly data?: TrainingData | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A recogniser that was taught, and what is known of it before it meets other faces. */
export interface Taught {
  /** `writeCheckpoint` or `writePack` makes a file of it. */
  readonly checkpoint: Checkpoint & { readonly taught: TaughtBy };
  /** Faces of each class, earlier ones included. */
  readonly counts: readonly number[];
  /** Faces that it knew already, or that were given twice. */
  readonly repeated: number;
  /** Whether held-out faces chose the tie; with fewer than three people in some class it is the default. */
  readonly tieChosen: boolean;
  /** Share of its own faces that it gets right when it is taught without their person; absent where nothing could be held out, or with more than 1,000 faces. */
  readonly crossValidated?: { readonly right: number; readonly of: number } | undefined;
}

/**
 * Teaches a recogniser by faces. Yields how many faces are encoded, then returns it. Nothing is random, and the order of the
 * faces does not matter beyond the last digits.
 *
 * @throws MpaferError `data` for a data set with one class or no faces, a class that an updated recogniser does not have, or a face
 *   with two labels; `checkpoint` when the one to update was not taught or belongs to another CLIP; `image`, `aborted`
 * @example
 * ```ts
 * import { defaultDescriptions, nodeDataHost, nodeEngine, ofSplit, openClip, openDataset, teach } from 'mpafer';
 * await using engine = nodeEngine();
 * const clip = await openClip('face-clip');
 * const dataset = await openDataset('synthetic:?count=160&shots=4', nodeDataHost);
 * const faces = ofSplit(dataset, 'train');
 * const work = teach({ engine, clip, dataset, faces, descriptions: defaultDescriptions });
 * let step = await work.next();
 * while (!step.done) step = await work.next();
 * console.log(step.value.counts.join()); // 4,4,4,4,4,4,4,4
 * ```
 */
export async function* teach(input: TeachInput): AsyncGenerator<number, Taught> {
  const { engine, clip, dataset, update, data, signal } = input;
  const earlier = update && (await earlierFaces(update, clip));
  const classes = update?.classes ?? dataset.classes;
  if (classes.length < 2) {
    throw new MpaferError('data', `Cannot teach one class of ${dataset.name}; expected two or more`);
  }
  const cache = imageCache(2 ** 28);
  const { fresh, repeated } = await freshFaces(input, classes, earlier, cache);
  if (fresh.length === 0 && earlier === undefined) {
    throw new MpaferError('data', `Cannot teach by ${dataset.name}: it has no faces to teach by`);
  }
  const texts = earlier
    ? {
        anchors: stored(earlier.anchors.data, earlier.anchors.shape[1]!),
        scale: update!.scale,
        configuration: update!.configuration,
      }
    : await textsOf(input, classes);
  const samples = fresh.map(({ sample }) => sample);
  const encoded = yield* encodeImages(engine, clip, undefined, samples, { cache, signal });
  const features = stored([...(earlier?.features.data ?? []), ...unitRows(encoded).data], texts.anchors.columns);
  const labels = [...(earlier?.labels ?? []), ...fresh.map(({ label }) => label)];
  const people = [...(earlier?.people ?? []), ...fresh.map(({ person }) => person)];
  const task: FewShotTask = { texts: texts.anchors, scale: texts.scale, support: { features, labels } };
  const head = teachHead(
    task,
    people.map((person) => person ?? undefined),
  );
  const rows = (matrix: Matrix) => float32(Float32Array.from(matrix.data), [matrix.rows, matrix.columns]);
  const right = head.heldOut && countRight(head.heldOut, labels);
  return {
    checkpoint: {
      classes,
      configuration: texts.configuration,
      clip: clipIdentity(clip, await clip.digest()),
      scale: texts.scale,
      epoch: 0,
      text: rows(head.vectors),
      temperature: head.temperature,
      ...(data && update === undefined && { data }),
      taught: {
        anchors: rows(texts.anchors),
        features: rows(features),
        labels,
        people,
        faces: [...(earlier?.faces ?? []), ...fresh.map(({ digest }) => digest)],
        tie: head.tie,
      },
    },
    counts: classes.map((_, c) => labels.filter((label) => label === c).length),
    repeated,
    tieChosen: head.chosen,
    ...(right !== undefined && { crossValidated: { right, of: labels.length } }),
  };
}

/** @throws MpaferError `checkpoint` when it was not taught by faces, or on another CLIP */
async function earlierFaces(update: Checkpoint, clip: ClipModel): Promise<TaughtBy> {
  await requireSameClip(update, clip, 'the recogniser to update');
  if (update.taught !== undefined) return update.taught;
  throw new MpaferError(
    'checkpoint',
    'Cannot add faces to a recogniser that was trained: it holds none; expected one that was taught',
    { hint: 'Teach a new one by all faces' },
  );
}

/** Plain CLIP's texts of the classes [C, E], of unit length, and the settings of a recogniser without prompts. */
export async function textsOf(
  { engine, clip, descriptions }: Pick<TeachInput, 'engine' | 'clip' | 'descriptions'>,
  classes: readonly string[],
) {
  const described = classes.every((name) => [descriptions[name] ?? []].flat().length > 0);
  const hardPrompt = described ? 3 : 2;
  const { hardText, scale } = await prepareTask(engine, clip, classes, descriptions, { hardPrompt });
  const configuration = parseConfiguration(
    {
      hardPrompt,
      visualPrompts: 0,
      topPatches: 0,
      tokenAlignment: false,
      promptAlignment: 'none',
      prototypeAlignment: 'none',
    },
    'the settings of a taught recogniser',
  );
  const anchors = unitRows(hardText);
  return { anchors: stored(anchors.data, anchors.columns), scale, configuration };
}

interface FreshFace {
  readonly sample: Sample;
  readonly label: number;
  readonly digest: string;
  readonly person: string | null;
}

/** Faces that are not known yet, each once. */
async function freshFaces(
  { faces, dataset, signal }: TeachInput,
  classes: readonly string[],
  earlier: TaughtBy | undefined,
  cache: ImageCache,
): Promise<{ readonly fresh: readonly FreshFace[]; readonly repeated: number }> {
  const labels = dataset.classes.map((name) => classes.indexOf(name));
  const known = new Map(earlier?.faces.map((digest, at) => [digest, earlier.labels[at]!]));
  const fresh: FreshFace[] = [];
  let repeated = 0;
  for (const sample of faces) {
    if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while reading faces to teach by');
    const label = labels[sample.label]!;
    const name = dataset.classes[sample.label]!;
    if (label < 0) {
      throw new MpaferError('data', `Cannot add a face of "${name}": the recogniser knows ${classes.join(', ')}`, {
        hint: 'Teach a new recogniser by the faces of all classes',
      });
    }
    const { width, height, data } = await cache.image(sample);
    const digest = (await sha256(`${width}x${height} ${await sha256(data)}`)).slice(0, 32);
    const before = known.get(digest);
    if (before === label) {
      repeated++;
      continue;
    }
    if (before !== undefined) {
      throw new MpaferError(
        'data',
        `Cannot teach "${sample.id}" as ${name}: the same picture is there as ${classes[before]}`,
        { hint: 'Keep the picture in one class' },
      );
    }
    known.set(digest, label);
    const person = sample.group === undefined ? null : (await sha256(sample.group)).slice(0, 16);
    fresh.push({ sample, label, digest, person });
  }
  return { fresh, repeated };
}

/** Rows as a file keeps them, so that an update computes with the same numbers as the first time. */
export function stored(values: ArrayLike<number>, columns: number): Matrix {
  const data = Float64Array.from(Float32Array.from(values));
  return { rows: data.length / columns, columns, data };
}

function countRight({ columns, data }: Matrix, labels: readonly number[]): number {
  return labels.filter((label, face) => {
    const own = data.subarray(face * columns, (face + 1) * columns);
    return own.every((score, c) => c === label || score < own[label]!);
  }).length;
}
