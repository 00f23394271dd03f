// Trains a run with each of several seeds, and reports the spread of the scores.
import { join } from 'node:path';
import { csvRow } from '../../core/csv-row.ts';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { plural } from '../../core/plural.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { spreadOf } from '../../metrics/spread.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { lockFolder } from '../../platform/node/files/lock.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { openClip } from '../../platform/node/models/models.ts';
import { modelName } from '../../recognise/model-name.ts';
import { type ComparedRow, renderComparison } from '../../report/pages/comparison-page.ts';
import { runFiles } from '../../train/run-files.ts';
import type { TrainInput } from '../../train/run-setup.ts';
import { classCounts } from '../class-counts.ts';
import { featuresOn, jobEngine } from '../job-engine.ts';
import { type JobEvent, note } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { withNotes } from '../reported.ts';
import { writePage } from '../write-page.ts';
import { newRun, type RunRecord, recordedRun } from './run-record.ts';
import { headlineScores, type RunScore, runScores } from './run-scores.ts';
import { trainInto } from './train-into.ts';
import { type TrainRunOptions, warmupNote } from './train-run.ts';

/** File names in the folder. */
export const seedFiles = { record: 'seeds.json', table: 'seeds.csv', report: 'seeds.html' } as const;

/** Options of `trainSeeds`. */
export interface TrainSeedsOptions extends TrainRunOptions {
  /** One run each. When resuming, the seeds of the folder's record by default; new ones may be added. */
  readonly seeds?: readonly number[] | undefined;
}

interface SeedRuns {
  readonly seeds: readonly number[];
  /** What all runs have in common; its seed is replaced. */
  readonly record: RunRecord;
}

export const seedFolder = (out: string, seed: number): string => join(out, `seed-${seed}`);

/** Whether a folder holds runs over seeds. */
export const holdsSeeds = (out: string): Promise<boolean> => exists(join(out, seedFiles.record));

/**
 * Trains one run per seed, each in its own folder, except those that are finished; then writes mean and standard deviation.
 *
 * @returns a row for each recogniser: `zero-shot`, `last`, `validation-selected` ...
 * @throws MpaferError `run` when the folder holds something else or another process trains there, and what `trainRun` throws
 * @example
 * ```ts no-run (trains twice; test/cli/train-seeds.test.ts does)
 * import { finishJob, trainSeeds } from 'mpafer/jobs';
 * const configuration = { epochs: 1, batch: 16, warmupEpochs: 0 };
 * const data = 'synthetic:?count=40&size=48';
 * const rows = await finishJob(trainSeeds({ data, out: 'runs/seeds', configuration, seeds: [1, 2] }));
 * console.log(rows.some(({ name }) => name === 'zero-shot')); // true
 * ```
 */
export async function* trainSeeds(options: TrainSeedsOptions): AsyncGenerator<JobEvent, readonly ComparedRow[]> {
  const { out, threads, signal } = options;
  const runs = await seedRuns(options);
  const { record } = runs;
  const clip = await openClip(record.clip);
  const dataset = await openDataset(record.data, nodeDataHost);
  yield note(`${dataset.name} with ${modelName(clip.name)}\n${classCounts(dataset)}`);
  yield* warmupNote(record.configuration);
  const descriptions = await loadDescriptions(record.descriptions, dataset.descriptions);
  await makeFolder(join(out, 'common'));
  const { release: close } = yield* withNotes(
    (say) => lockFolder(out, say),
    (lock) => lock.release(),
  );
  try {
    await using engine = yield* jobEngine({ ...record.configuration, threads, device: record.device });
    return yield* trainEach(runs, out, { engine, clip, dataset, descriptions, features: featuresOn(record), signal });
  } finally {
    await close();
  }
}

/** What to train: as given or, when resuming, from the folder's record. */
async function seedRuns(options: TrainSeedsOptions): Promise<SeedRuns> {
  const { out, seeds, resume, configuration } = options;
  const file = join(out, seedFiles.record);
  if (resume) {
    if (!(await exists(file))) {
      throw new MpaferError('run', `Cannot resume the seeds in "${out}": it has no ${seedFiles.record}`, {
        hint: 'Name the folder of earlier runs over seeds, or start new ones',
      });
    }
    const kept = Object(await readJson(file, 'run')) as { readonly seeds?: unknown };
    const known = Array.isArray(kept.seeds) ? kept.seeds.filter((seed) => typeof seed === 'number') : [];
    // Each run also has its own record, from which it is resumed.
    return { seeds: seeds ?? known, record: await recordedRun(join(out, 'common'), options) };
  }
  for (const path of [file, join(out, runFiles.configuration)]) {
    if (!(await exists(path))) continue;
    throw new MpaferError(
      'run',
      `Cannot train into "${out}": it already holds ${path === file ? 'runs over seeds' : 'a run'}`,
      { hint: 'Resume it, or choose another folder: nothing is overwritten' },
    );
  }
  if (configuration?.seed !== undefined) {
    throw new MpaferError('usage', 'Cannot combine the setting "seed" with a list of seeds: each run has its own');
  }
  return { seeds: seeds ?? [], record: newRun(options) };
}

async function* trainEach(
  { seeds, record }: SeedRuns,
  out: string,
  input: Omit<TrainInput, 'configuration'>,
): AsyncGenerator<JobEvent, readonly ComparedRow[]> {
  await writeFile(join(out, 'common', runFiles.configuration), json(record));
  await writeFile(join(out, seedFiles.record), json({ seeds }));
  const runs: { readonly seed: number; readonly scores: readonly RunScore[] }[] = [];
  for (const [index, seed] of seeds.entries()) {
    const folder = seedFolder(out, seed);
    yield note(`seed ${seed}, ${index + 1} of ${seeds.length}: ${folder}`);
    const own = { ...record, configuration: { ...record.configuration, seed } };
    if (yield* trainInto(folder, input, own)) yield note('  finished earlier: result reused');
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
      title: 'How much the seed decides',
      subtitle: `${input.dataset.name}, ${plural(seeds.length, 'seed')}: ${seeds.join(', ')}`,
      notice: input.dataset.drawn
        ? 'These numbers are for drawn faces: they show that the prompts learn, and say nothing about people'
        : undefined,
      lead: `The same data and settings with other initial prompts, image orders and augmentations. ${plural(faces?.n ?? 0, 'face')} of the ${faces?.split ?? 'test'} split.`,
      rows,
      missing: [],
      conditions: { ...record, configuration: { ...record.configuration, seed: seeds.join(', ') } },
    }),
  );
  yield note(`Report: ${join(out, seedFiles.report)}`);
  return rows;
}

const about: Readonly<Record<string, string>> = {
  'zero-shot': 'plain CLIP with hard prompts; has no seed',
  last: 'prompts of the last epoch',
  'validation-selected': 'prompts of the best epoch on the validation split',
  'best-test-epoch': 'prompts of the best epoch on the test split, as the literature often reports',
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
