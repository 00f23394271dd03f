// Shared by tests of complete runs: a folder with a tiny CLIP and drawings, and settings with which training succeeds.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { type CommandOptions, type Ended, mpafer, oneThread } from './command-line.ts';
import { writeDrawings } from './drawings.ts';
import { writeTinyModel } from './tiny-model.ts';

export interface Workshop {
  readonly root: string;
  readonly clip: string;
  /** SPEC of the drawings. */
  readonly data: string;
  /** A path in the folder. */
  at(...parts: readonly string[]): string;
  /** `mpafer train` into `runs/NAME` with `settings`; a second `--clip` or `--data` among the arguments wins. */
  train(name: string, extra?: readonly string[], options?: CommandOptions): Promise<Ended>;
}

/** There are few steps, so the learning rate is high and there is no warm-up. */
export const settings = ['epochs=8', 'batch=8', 'warmupEpochs=0', 'learningRate=0.3'] as const;

/** Created for one test file, removed after its last test. */
export async function workshop(): Promise<Workshop> {
  const root = await mkdtemp(join(tmpdir(), 'mpafer-workshop-'));
  after(() => rm(root, { recursive: true, force: true }));
  const at = (...parts: readonly string[]) => join(root, ...parts);
  const clip = await writeTinyModel(at('clip'));
  const data = `folder:${await writeDrawings(at('drawings'))}`;
  return {
    root,
    clip,
    data,
    at,
    train: (name, extra = [], options = {}) =>
      mpafer(
        ['train', '--data', data, '--clip', clip, '--out', at('runs', name), ...oneThread, ...settings, ...extra],
        options,
      ),
  };
}
