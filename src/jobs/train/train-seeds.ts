// `mpafer train --seeds 1,2,3`: the same training from several starts, and how much the start alone decides.
import { join } from 'node:path';
import { wholeNumbers } from '../../cli/options/whole-numbers.ts';
import type { Progress } from '../../cli/terminal/progress.ts';
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { csvRow } from '../../data/csv-row.ts';
import { spreadOf, spreadText } from '../../metrics/spread.ts';
import { lockFolder } from '../../platform/node/files/lock.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists, runFiles } from '../../platform/node/files/run-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { type ComparedRow, renderComparison } from '../../report/pages/comparison-page.ts';
import type { TrainInput } from '../../train/run-setup.ts';
import { json } from '../experiments/experiment-folder.ts';
import { writePage } from '../write-page.ts';
import { newRun, type RunOptions, type RunRecord, recordedRun } from './run-record.ts';
import { headlineScores, type RunScore, runScores } from './run-scores.ts';
import { trainInto } from './train-into.ts';

/** Names inside the folder. */
export const seedFiles = { record: 'seeds.json', table: 'seeds.csv', report: 'seeds.html' } as const;

export interface SeedRuns {
  readonly seeds: readonly number[];
  /** What all have in common; its seed is that of none. */
  readonly record: RunRecord;
}

export interface SeedOptions extends RunOptions {
  readonly out: string;
  readonly seeds?: string;
  readonly resume?: true;
}

export const seedFolder = (out: string, seed: number): string => join(out, `seed-${seed}`);

/**
 * What is to be trained: from the command line, or on `--resume` from the folder's record. Seeds may be added then.
 *
 * @throws MpaferError `run` when the folder holds something else, `usage`, `configuration`
 */
export async function seedRuns(settings: readonly string[], options: SeedOptions): Promise<SeedRuns> {
  const { out, seeds } = options;
  const file = join(out, seedFiles.record);
  if (options.resume) {
    if (!(await exists(file))) {
      throw new MpaferError('run', `Cannot resume the seeds in "${out}": it holds no ${seedFiles.record}`, {
        hint: 'Give the folder of an earlier --seeds, or leave out --resume',
      });
    }
    const kept = Object(await readJson(file, 'run')) as { readonly seeds?: unknown };
    const known = Array.isArray(kept.seeds) ? (kept.seeds as unknown[]).join(',') : '';
    const all = wholeNumbers('--seeds', seeds ?? known);
    // Each run's own record is what a single run would resume from.
    const record = await recordedRun(join(out, 'common'), settings, options);
    return { seeds: all, record };
  }
  const held = [file, join(out, runFiles.configuration)];
  for (const path of held) {
    if (!(await exists(path))) continue;
    throw new MpaferError(
      'run',
      `Cannot train into "${out}": it already holds ${path === file ? 'runs over seeds' : 'a run'}`,
      {
        hint: 'Go on with --resume, or choose another folder: nothing is overwritten',
      },
    );
  }
  if (settings.some((setting) => setting.startsWith('seed='))) {
    throw new MpaferError('usage', 'Cannot use seed= together with --seeds: each run has a seed of the list');
  }
  return { seeds: wholeNumbers('--seeds', seeds ?? ''), record: await newRun(settings, options) };
}

/** Trains what is not done yet, then writes and prints mean and deviation. @throws MpaferError `run` when another process does so there */
export async function trainSeeds(
  runs: SeedRuns,
  out: string,
  input: Omit<TrainInput, 'configuration'>,
  progress: Progress,
): Promise<void> {
  await makeFolder(join(out, 'common'));
  const { release: close } = await lockFolder(out);
  try {
    await trainEach(runs, out, input, progress);
  } finally {
    await close();
  }
}

async function trainEach(
  { seeds, record }: SeedRuns,
  out: string,
  input: Omit<TrainInput, 'configuration'>,
  progress: Progress,
): Promise<void> {
  await writeFile(join(out, 'common', runFiles.configuration), json(record));
  await writeFile(join(out, seedFiles.record), json({ seeds }));
  const runs: { readonly seed: number; readonly scores: readonly RunScore[] }[] = [];
  for (const [index, seed] of seeds.entries()) {
    const folder = seedFolder(out, seed);
    progress.say(`seed ${seed}, ${index + 1} of ${seeds.length}: ${folder}`);
    const own = { ...record, configuration: { ...record.configuration, seed } };
    if (await trainInto(folder, input, own, progress)) progress.say('  was done before');
    runs.push({ seed, scores: headlineScores(await runScores(folder)) });
  }
  const names = [...new Set(runs.flatMap(({ scores }) => scores.map(({ name }) => name)))];
  const rows = names.map((name) => rowOf(name, runs));
  const faces = runs[0]?.scores[0];
  await writeFile(join(out, seedFiles.table), tableOf(runs));
  await writeFile(join(out, seedFiles.record), json({ seeds, rows, runs }));
  await writePage(
    join(out, seedFiles.report),
    renderComparison({
      title: 'How much the start decides',
      subtitle: `${input.dataset.name}, ${plural(seeds.length, 'seed')}: ${seeds.join(', ')}`,
      notice:
        input.dataset.name === 'synthetic'
          ? 'These numbers are of drawn faces: they show that the prompts learn, and say nothing about people'
          : undefined,
      lead: `The same data and settings from other initial prompts, orders of images and augmentations. ${plural(faces?.n ?? 0, 'face')} of the ${faces?.split ?? 'test'} split.`,
      rows,
      missing: [],
      conditions: { ...record, configuration: { ...record.configuration, seed: seeds.join(', ') } },
    }),
  );
  progress.say('');
  for (const { name, war, uar } of rows) {
    console.log(
      `${name.padEnd(20)} WAR ${spreadText(war)}   UAR ${spreadText(uar)}   (${plural(war.values.length, 'seed')})`,
    );
  }
  progress.say(`Report: ${join(out, seedFiles.report)}`);
}

const about: Readonly<Record<string, string>> = {
  'zero-shot': 'plain CLIP, hard prompts: knows no seed',
  last: 'prompts of the last epoch',
  'validation-selected': 'prompts of the epoch that validation selected',
  'best-test-epoch': 'the epoch that did best on the test split, as the literature often does it',
};

function rowOf(name: string, runs: readonly { readonly scores: readonly RunScore[] }[]): ComparedRow {
  const own = runs.flatMap(({ scores }) => scores.filter((score) => score.name === name));
  const spread = (key: 'war' | 'uar') => spreadOf(own.map((score) => score[key]));
  return {
    name,
    about: about[name] ?? '',
    isBaseline: name === 'zero-shot',
    runs: own.length,
    war: spread('war'),
    uar: spread('uar'),
  };
}

const tableOf = (runs: readonly { readonly seed: number; readonly scores: readonly RunScore[] }[]): string =>
  [
    csvRow(['seed', 'name', 'split', 'epoch', 'n', 'war', 'uar']),
    ...runs.flatMap(({ seed, scores }) =>
      scores.map(({ name, split, epoch, n, war, uar }) => csvRow([seed, name, split, epoch, n, war, uar])),
    ),
  ].join('');
