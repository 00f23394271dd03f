// The instant head against trained prompts, on faces that neither has seen: no person and no burst of them was in training.
import {
  compareModels,
  type Dataset,
  loadRun,
  type ModelComparison,
  MpaferError,
  ofSplit,
  random,
  readCheckpoint,
  runFiles,
  studio,
  type Taught,
  teach,
} from 'mpafer';
import { descriptionsOf } from './instant-head.ts';
import type { Models } from './models.ts';
import { opened } from './open-project.ts';
import { runFolder } from './run-files.ts';
import { projectDataset } from './train-run.ts';

/** The first is the instant head, the second the run. */
export interface HeadAgainstRun {
  readonly faces: number;
  /** People and bursts among them. */
  readonly groups: number;
  readonly comparison: ModelComparison;
}

/** Why no number can be given. */
export interface NoComparison {
  readonly reason: string;
}

/** The instant head as a checkpoint: taught by all faces, or by those that are not for testing. */
export async function taughtHead(
  { engine, clip }: Models,
  dataset: Dataset,
  which: 'all' | 'training',
  signal?: AbortSignal,
): Promise<Taught> {
  const faces = which === 'all' ? dataset.samples : dataset.samples.filter(({ split }) => split !== 'test');
  const work = teach({
    engine,
    clip,
    dataset,
    faces,
    descriptions: descriptionsOf(opened().project),
    data: studio.trainingDataOf(dataset),
    signal,
  });
  let step = await work.next();
  while (!step.done) step = await work.next();
  return step.value;
}

/** Groups of the test faces of each class: below two in any, a score says more about one person than about the class. */
export function testGroups(
  dataset: Dataset,
): readonly { readonly name: string; readonly groups: number; readonly faces: number }[] {
  const test = ofSplit(dataset, 'test');
  return dataset.classes.map((name, label) => {
    const own = test.filter((sample) => sample.label === label);
    return { name, groups: new Set(own.map(({ group, id }) => group ?? id)).size, faces: own.length };
  });
}

export async function compareRun(
  run: string,
  models: Models,
  signal: AbortSignal,
): Promise<HeadAgainstRun | NoComparison> {
  const dataset = await projectDataset();
  const poor = testGroups(dataset).filter(({ groups }) => groups < 2);
  if (poor.length > 0) {
    const names = poor.map(({ name, groups }) => `${name} (${groups})`).join(', ');
    return {
      reason: `There are too few people or bursts to test on: two or more of each class must be left out of training. Missing: ${names}`,
    };
  }
  const bytes = await runFolder(run).read(runFiles.best);
  if (bytes === undefined) throw new MpaferError('run', `Cannot compare "${run}": it has not been trained to its end`);
  const checkpoint = readCheckpoint(bytes, run);
  if (checkpoint.data?.fingerprint !== studio.trainingDataOf(dataset).fingerprint) {
    return {
      reason:
        'The faces or labels have changed since this run was trained: what was left out of its training cannot be known any more. Train again to compare',
    };
  }
  const taught = await taughtHead(models, dataset, 'training', signal);
  const test = ofSplit(dataset, 'test');
  const predictions = [];
  for (const each of [taught.checkpoint, checkpoint]) {
    const recogniser = await loadRun(models.engine, models.clip, each);
    try {
      const work = recogniser.predict(test, signal);
      let step = await work.next();
      while (!step.done) step = await work.next();
      predictions.push(step.value);
    } finally {
      await recogniser.release();
    }
  }
  const [first, second] = predictions;
  const groups = test.map(({ group, id }) => group ?? id);
  return {
    faces: test.length,
    groups: new Set(groups).size,
    comparison: compareModels(
      {
        classes: dataset.classes,
        labels: second!.labels,
        first: studio.predictedClasses(first!),
        second: studio.predictedClasses(second!),
        groups,
      },
      random(1),
    ),
  };
}
