// Runs: the split that they would use, their training, and whether they beat the instant head. Most visits train nothing: that code is loaded when it is asked for.
import type { WorkContext } from '../../../port.ts';
import { ownName } from '../instant-head.ts';
import { openModels } from '../models.ts';
import { opened } from '../open-project.ts';
import { runsOf } from '../run-files.ts';
import type { TrainInput } from '../train-run.ts';

const training = () => import('../train-run.ts');
const comparing = () => import('../compare.ts');

export const runCalls = {
  /** The split that training would use. */
  async split(_: object) {
    const { projectDataset, testGroups } = await import('../project-dataset.ts');
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
};
