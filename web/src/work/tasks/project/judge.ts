// How good a recogniser of the project is, on faces that it has not seen, and for whom.
import {
  loadRun,
  MpaferError,
  ofSplit,
  type Predictions,
  random,
  readCheckpoint,
  runFiles,
  scorePredictions,
  studio,
} from 'mpafer';
import { ownName, solved } from './instant-head.ts';
import type { Models } from './models.ts';
import { opened } from './open-project.ts';
import { projectDataset } from './project-dataset.ts';
import { runFolder } from './run-files.ts';
import { taughtHead } from './taught-head.ts';

/** `head`, or the name of a run. */
export type Source = string;

export interface ClassNumbers {
  readonly name: string;
  readonly n: number;
  readonly recall: number;
  readonly precision: number;
}

export interface GroupNumbers {
  readonly name: string;
  readonly n: number;
  readonly war: number;
  readonly uar: number;
  readonly interval: readonly [number, number];
}

export interface Judged {
  readonly source: Source;
  /** Which faces, and why they count as unseen. */
  readonly how: string;
  readonly classes: readonly string[];
  readonly paths: readonly string[];
  readonly labels: readonly number[];
  readonly predicted: readonly number[];
  readonly confidence: readonly number[];
  readonly war: number;
  readonly uar: number;
  readonly warInterval: readonly [number, number];
  readonly uarInterval: readonly [number, number];
  readonly ece: number;
  readonly perClass: readonly ClassNumbers[];
  /** Rows are true classes. */
  readonly confusion: readonly (readonly number[])[];
  readonly bins: readonly {
    readonly lower: number;
    readonly upper: number;
    readonly n: number;
    readonly confidence: number;
    readonly accuracy: number;
  }[];
  readonly curve: readonly studio.AbstentionPoint[];
  /** Attributes that the user typed for people. */
  readonly groups: readonly {
    readonly attribute: string;
    readonly without: number;
    readonly rows: readonly GroupNumbers[];
  }[];
  readonly charts: { readonly reliability: string; readonly coverage: string };
}

const inline = (svg: string): string => studio.inlineChart(svg).markup;

interface Seen {
  readonly how: string;
  readonly paths: readonly string[];
  readonly predictions: Predictions;
}

export async function judge(source: Source, models: Models, signal: AbortSignal): Promise<Judged> {
  const { how, paths, predictions } =
    source === 'head' ? await judgeHead(models, signal) : await judgeRun(source, models, signal);
  const { classes, labels } = predictions;
  const scores = scorePredictions(predictions);
  const interval = studio.scoreIntervals(predictions, random(1));
  const predicted = [...studio.predictedClasses(predictions)];
  const bins = studio.reliabilityBins(predictions, 10);
  const curve = studio.abstentionCurve(predictions);
  return {
    source,
    how,
    classes: classes.map((name) => ownName(opened().project, name)),
    paths,
    labels,
    predicted,
    confidence: predicted.map((column, face) => predictions.probabilities[face * classes.length + column]!),
    war: scores.war,
    uar: scores.uar,
    warInterval: interval.war,
    uarInterval: interval.uar,
    ece: studio.expectedCalibrationError(bins),
    perClass: scores.perClass.map(({ name, n, recall, precision }) => ({
      name: ownName(opened().project, name),
      n,
      recall,
      precision,
    })),
    confusion: scores.confusion.map((row) => [...row]),
    bins,
    curve,
    groups: groupsOf(paths, predictions),
    charts: {
      reliability: inline(
        studio.reliabilityDiagram({ title: 'Reliability', description: 'Accuracy against confidence', bins }),
      ),
      coverage: inline(studio.coverageCurve({ title: 'Coverage', description: 'Accuracy against coverage', curve })),
    },
  };
}

async function judgeHead(models: Models, signal: AbortSignal): Promise<Seen> {
  const head = solved();
  if (head === undefined) throw new MpaferError('data', 'Cannot judge the instant head: no face is labelled yet');
  const { heldOut, faces, classes, temperature } = head;
  if (heldOut !== undefined) {
    const groups = faces.map(({ path, group }) => group ?? path);
    return {
      how: `${faces.length} labelled faces, each judged by a head that did not see its person or burst`,
      paths: faces.map(({ path }) => path),
      predictions: {
        classes,
        labels: faces.map(({ label }) => label),
        probabilities: Float64Array.from(studio.softmaxRows(heldOut.data, classes.length, temperature)),
        groups,
      },
    };
  }
  const dataset = await projectDataset();
  const taught = await taughtHead(models, dataset, 'training', signal);
  return onTestFaces(await loadRun(models.engine, models.clip, taught.checkpoint), signal);
}

async function judgeRun(run: string, models: Models, signal: AbortSignal): Promise<Seen> {
  const bytes = await runFolder(run).read(runFiles.best);
  if (bytes === undefined) throw new MpaferError('run', `Cannot judge "${run}": it has not been trained to its end`);
  const checkpoint = readCheckpoint(bytes, run);
  const dataset = await projectDataset();
  if (checkpoint.data?.fingerprint !== studio.trainingDataOf(dataset).fingerprint) {
    throw new MpaferError('run', `Cannot judge "${run}": faces or labels have changed since it was trained`, {
      hint: 'Train again: what was left out of its training cannot be known any more',
    });
  }
  return onTestFaces(await loadRun(models.engine, models.clip, checkpoint), signal);
}

async function onTestFaces(recogniser: Awaited<ReturnType<typeof loadRun>>, signal: AbortSignal): Promise<Seen> {
  try {
    const test = ofSplit(await projectDataset(), 'test');
    if (test.length === 0) {
      throw new MpaferError('data', 'Cannot judge without faces that were left out of training', {
        hint: 'Add faces of more people, or more bursts, of each class',
      });
    }
    const work = recogniser.predict(test, signal);
    let step = await work.next();
    while (!step.done) step = await work.next();
    const predictions = studio.atTemperature(step.value, recogniser.temperature);
    const groups = test.map(({ group, id }) => group ?? id);
    return {
      how: `${test.length} faces that were left out of training, with their people and bursts`,
      paths: test.map(({ id }) => id),
      predictions: { ...predictions, groups },
    };
  } finally {
    await recogniser.release();
  }
}

function groupsOf(paths: readonly string[], predictions: Predictions): Judged['groups'] {
  const { project, faces } = opened();
  const people = new Map(project.people.map((person) => [person.id, person.attributes]));
  const byPath = new Map(
    faces.map((face) => [face.path, face.person === undefined ? undefined : people.get(face.person)]),
  );
  const attributes = [...new Set(project.people.flatMap((person) => Object.keys(person.attributes)))].sort();
  return attributes.map((attribute) => {
    const membership = paths.map((path) => byPath.get(path)?.[attribute]);
    const table = studio.groupTable(attribute, predictions, membership, random(1), 500);
    return {
      attribute,
      without: table.withoutGroup,
      rows: table.groups.map(({ name, n, war, uar, interval }) => ({ name, n, war, uar, interval: interval.war })),
    };
  });
}
