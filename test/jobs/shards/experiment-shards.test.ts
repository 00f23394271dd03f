// Shards of each experiment, made in this process and merged: the files of one process, to the byte.
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { finish } from '../../../src/core/finish.ts';
import { ablate } from '../../../src/jobs/experiments/ablate.ts';
import { baseToNew } from '../../../src/jobs/experiments/base-to-new.ts';
import { cross } from '../../../src/jobs/experiments/cross.ts';
import { fewShots } from '../../../src/jobs/experiments/few-shot.ts';
import { stress } from '../../../src/jobs/experiments/stress.ts';
import { measureFaithfulness } from '../../../src/jobs/explain/measure-faithfulness.ts';
import type { JobEvent } from '../../../src/jobs/job-event.ts';
import { type Experiment, experimentShard } from '../../../src/jobs/shards/experiment-shard.ts';
import { mergeShards } from '../../../src/jobs/shards/merge-shards.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';
import { contentOf } from '../../support/folder-content.ts';

const data = 'synthetic:?count=100&size=48';
const quick = { epochs: 1, batch: 16, visualPrompts: 2, contextTokens: 2 };

/**
 * Merges two shards, each made without the folder of the other, as on machines without a common disk, and runs the experiment once whole.
 *
 * @param experiment with an output that is replaced
 * @param run the experiment itself
 * @param content of a folder, what must be equal
 */
async function mergedAndWhole<Options extends Experiment['options']>(
  t: TestContext,
  job: Experiment['job'],
  options: Omit<Options, 'out'>,
  run: (options: Options) => AsyncGenerator<JobEvent, unknown>,
  content: (folder: string) => Promise<Readonly<Record<string, unknown>>> = contentOf,
): Promise<void> {
  const folder = await temporaryFolder(t);
  const to = (name: string) => ({ ...options, threads: 1, out: join(folder, name) }) as unknown as Options;
  const parts = to('parts');
  let cells = 0;
  for (const index of [1, 2]) {
    const made = await finish(experimentShard({ job, options: parts } as unknown as Experiment, { index, count: 2 }));
    assert.ok(made.cells > 0, `shard ${index} has no cells`);
    cells += made.cells;
    await rm(parts.out, { recursive: true });
  }
  const merged = await finish(mergeShards({ out: parts.out }));
  assert.deepEqual([merged.job, merged.shards], [job, 2]);
  const whole = to('whole');
  await finish(run(whole));
  const [found, expected] = [await content(parts.out), await content(whole.out)];
  assert.ok(Object.keys(expected).length > cells);
  assert.deepEqual(found, expected);
}

test('points of a stress test', (t) =>
  mergedAndWhole(t, 'stress', { run: 'fer2013', data, only: ['mouth'], faces: 8 }, stress));

test('rows of an ablation, one of them trained', (t) =>
  mergedAndWhole(
    t,
    'ablate',
    { experiment: 'baselines', only: ['zero-shot', 'coop'], data: [data], seeds: [1, 2], configuration: quick },
    ablate,
  ));

/** Names of all files, and the results without the seconds that each cell took. */
async function untimed(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const names = Object.keys(await contentOf(folder));
  const text = await readFile(join(folder, 'results.json'), 'utf8');
  return Object.fromEntries(
    names.map((name) => [
      name,
      name === 'results.json' && JSON.parse(text, (key, value) => (key === 'seconds' ? undefined : value)),
    ]),
  );
}

test('few shots, of heads and of prompts', (t) =>
  mergedAndWhole(
    t,
    'few-shot',
    { only: ['zero-shot', 'zs-lp', 'coop'], data: [data], shots: [1, 2], seeds: [1], configuration: quick },
    fewShots,
    untimed,
  ));

test('from base to new classes', (t) =>
  mergedAndWhole(
    t,
    'base-to-new',
    { only: ['zero-shot', 'zs-lp'], data: [data], shots: [1], seeds: [1], configuration: quick },
    baseToNew,
  ));

test('a matrix of models and data sets', (t) =>
  mergedAndWhole(
    t,
    'cross',
    {
      train: [],
      runs: [
        { name: 'old', spec: 'fer2013' },
        { name: 'votes', spec: 'ferplus' },
      ],
      test: [{ name: 'drawn', spec: data }],
      split: 'all',
      seeds: [1],
    },
    cross,
  ));

test('tests of explanations', (t) =>
  mergedAndWhole(
    t,
    'faithfulness',
    {
      run: 'fer2013',
      data,
      split: 'all',
      methods: ['gradient'],
      removals: ['tokens'],
      faces: 10,
      fewer: 5,
      steps: 2,
      randomOrders: 2,
    },
    measureFaithfulness,
  ));
