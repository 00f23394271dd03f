// The instant head against trained prompts, on faces that neither has seen: no person and no burst of them was in training.
import {
  compareModels,
  loadRun,
  type ModelComparison,
  MpaferError,
  ofSplit,
  random,
  readCheckpoint,
  runFiles,
  studio,
} from 'mpafer';
import type { Models } from './models.ts';
import { projectDataset, testGroups } from './project-dataset.ts';
import { runFolder } from './run-files.ts';
import { taughtHead } from './taught-head.ts';

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

export async function compareRun(
  run: string,
  models: Models,
  signal: AbortSignal,
): Promise<HeadAgainstRun | NoComparison> {
  const dataset = await projectDataset();
  const poor = testGroups(dataset).filter(({ groups }) => groups < 2);
  if (poor.length > 0) {
    const left = poor.map(({ name, groups }) => `${groups} of ${name}`).join(', ');
    return {
      reason: `There are too few people or bursts to test on: two or more of each class must be left out of training, and there are only ${left}`,
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
