// Compares two recognisers on the same faces: McNemar's test, the size of the difference, and the disagreements.
import { readFile } from 'node:fs/promises';
import { MpaferError } from '../../core/errors.ts';
import { random } from '../../core/random.ts';
import type { Dataset, SplitChoice } from '../../data/dataset.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { utf8 } from '../../data/text-lines.ts';
import type { Engine } from '../../engine/engine.ts';
import { type NamedPredictions, namedPredictions, readPredictions } from '../../evaluate/predictions-file.ts';
import { type Preference, preference } from '../../evaluate/preference.ts';
import { type SameFaces, sameFaces } from '../../evaluate/same-faces.ts';
import { compareModels, type ModelComparison } from '../../metrics/model-comparison.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { readReason } from '../../platform/node/files/read-reason.ts';
import { openCheckpoint, openRun } from '../../platform/node/models/open-run.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import { defaultSplit } from '../evaluate/default-split.ts';
import { judgeSplit } from '../evaluate/judge-split.ts';
import { overlapWarning } from '../evaluate/training-overlap.ts';
import { openEvaluationFolder } from '../evaluate/write-evaluation.ts';
import { type ComputeOptions, jobEngine } from '../job-engine.ts';
import { type JobEvent, note } from '../job-event.ts';
import { writeComparison } from './write-comparison.ts';

/** Options of `compareRuns`. */
export interface CompareOptions extends ComputeOptions {
  /** Each is a run folder, a checkpoint file, a name that `openRun` knows, or a predictions file (.csv). */
  readonly first: string;
  readonly second: string;
  /** SPEC of the data set that both are evaluated on; not needed for two predictions files. */
  readonly data?: string | undefined;
  /** By default the test split, or all faces of a data set without splits of its own that neither run was trained on. */
  readonly split?: SplitChoice | undefined;
  readonly clip?: string | undefined;
  /** Folder for report.html, comparison.json and disagreements.csv; nothing is written without it. */
  readonly out?: string | undefined;
  /** Whether the report may show faces; it may by default. */
  readonly pictures?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What `compareRuns` found and where it wrote it. */
export interface ComparedRuns {
  readonly found: ModelComparison;
  readonly faces: SameFaces;
  /** Which to use, and how large each is; absent where one is a predictions file. */
  readonly advice?: Advice | undefined;
  /** Everything by name, as `comparison.json` has it. */
  readonly record: ComparisonRecord;
}

export interface Advice extends Preference {
  /** What each keeps beside the frozen CLIP, in bytes. */
  readonly bytes: readonly [number, number];
}

export type ComparisonRecord = ReturnType<typeof comparisonRecord> & { readonly advice?: Advice };

/**
 * Compares two recognisers, and writes a report where a folder is given.
 *
 * @returns the comparison; differences are second minus first
 * @throws MpaferError `usage` for a run without a data set; `data` when the faces or labels of the two differ; `run`, `checkpoint`,
 * `model`, `disk`, `aborted`
 * @example
 * ```ts
 * import { compareRuns, finishJob } from 'mpafer/jobs';
 * const data = 'synthetic:?count=100&size=48';
 * const { found } = await finishJob(compareRuns({ first: 'zero-shot', second: 'ferplus', data }));
 * console.log(found.mcnemar.p <= 1); // true
 * ```
 */
export async function* compareRuns(options: CompareOptions): AsyncGenerator<JobEvent, ComparedRuns> {
  const { first, second, data, out } = options;
  if (out !== undefined) await openEvaluationFolder(out);
  const dataset = await datasetFor(options);
  await using engine = yield* jobEngine(options);
  const runs = [first, second].filter((source) => !isFile(source));
  const split =
    options.split ??
    (dataset === undefined || runs.length < 2 ? 'test' : yield* defaultSplit({ spec: data!, dataset }, runs));
  const one = yield* predictionsOf(first, dataset, engine, { ...options, split });
  const other = yield* predictionsOf(second, dataset, engine, { ...options, split });
  const faces = sameFaces(one, other);
  const found = compareModels(faces, random(1).split('compare'));
  const names = [first, second] as const;
  const advice = runs.length < 2 ? undefined : await adviceOn(found, names, options.clip);
  const record = { ...comparisonRecord(found, faces, names, dataset, split), ...(advice && { advice }) };
  if (out !== undefined) {
    const conditions = { first, second, ...(dataset && { data, split }) };
    const pictures = options.pictures !== false;
    await writeComparison(out, { names, found, faces, dataset, record, conditions, pictures });
    yield note(`Report: ${out}/report.html`);
  }
  return { found, faces, advice, record };
}

async function adviceOn(found: ModelComparison, names: readonly [string, string], clip?: string): Promise<Advice> {
  const bytes = [await keptBytes(names[0], clip), await keptBytes(names[1], clip)] as const;
  return { ...preference(found, bytes), bytes };
}

/** Of class vectors and visual prompts as float32: plain CLIP has none of its own. */
async function keptBytes(run: string, clip: string | undefined): Promise<number> {
  if (run === zeroShotName) return 0;
  const { text, visual } = (await openCheckpoint(run, clip)).checkpoint;
  return 4 * (text.data.length + (visual?.data.length ?? 0));
}

const isFile = (source: string): boolean => /\.csv$/i.test(source);

async function datasetFor({ first, second, data }: CompareOptions): Promise<Dataset | undefined> {
  const run = [first, second].find((source) => !isFile(source));
  if (data !== undefined) return openDataset(data, nodeDataHost);
  if (run === undefined) return undefined;
  throw new MpaferError('usage', `Cannot compare "${run}": it is a run, and there is no data set to evaluate it on`, {
    hint: 'Give a data set, or two predictions files (.csv)',
  });
}

async function* predictionsOf(
  source: string,
  dataset: Dataset | undefined,
  engine: Engine,
  { data, split, clip, signal }: CompareOptions & { readonly split: SplitChoice },
): AsyncGenerator<JobEvent, NamedPredictions> {
  if (dataset === undefined || isFile(source)) {
    const bytes = await readFile(source).catch((cause: unknown) => {
      throw new MpaferError('data', `Cannot read predictions from "${source}": ${readReason(cause)}`, { cause });
    });
    return readPredictions(utf8(bytes, source), source);
  }
  const { recogniser } = await openRun(engine, source, { clip, classes: dataset.classes });
  try {
    const { predictions, samples } = yield* judgeSplit(recogniser, dataset, split, signal);
    const { trainedOn } = recogniser;
    const warning = trainedOn && (await overlapWarning(trainedOn, { spec: data!, dataset }, samples));
    if (warning !== undefined) yield note(`${source}: ${warning}`);
    return namedPredictions(source, predictions);
  } finally {
    await recogniser.release();
  }
}

function comparisonRecord(
  found: ModelComparison,
  { ids, classes, labels, first, second, groups, notes }: SameFaces,
  names: readonly [string, string],
  dataset: Dataset | undefined,
  split: SplitChoice,
) {
  const { disagreements, answers: _, ...scores } = found;
  return {
    first: names[0],
    second: names[1],
    ...(dataset && { data: dataset.name, split }),
    resampled: groups ? 'groups' : 'faces',
    ...(notes.length > 0 && { notes }),
    ...scores,
    disagreements: disagreements.map((face) => ({
      id: ids[face]!,
      label: classes[labels[face]!]!,
      first: classes[first[face]!]!,
      second: classes[second[face]!]!,
    })),
  };
}
