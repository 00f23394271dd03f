// Measures whether a run's maps are true: removal curves against controls, randomised weights, planted evidence, and more; resumable.
import { basename, join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import type { Sample, SplitChoice } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { type ExplanationMethod, explanationMethods } from '../../evaluate/explanation.ts';
import { type FaithfulnessRecord, faithfulnessFormat } from '../../evaluate/faithfulness-record.ts';
import { someSamples } from '../../experiments/stress.ts';
import { removals as everyRemoval, type Removal } from '../../explain/faithfulness/removal.ts';
import type { FaithfulnessStudy } from '../../explain/faithfulness/study.ts';
import { verdicts } from '../../explain/faithfulness/verdict.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { openExplainer } from '../../platform/node/models/open-explainer.ts';
import { packFile } from '../../platform/node/models/packs.ts';
import { samplesFor } from '../../recognise/load-run.ts';
import { renderFaithfulness } from '../../report/pages/faithfulness-page.ts';
import { defaultSplit } from '../evaluate/default-split.ts';
import type { FinishedCell } from '../experiments/compute-cells.ts';
import { openExperiment } from '../experiments/experiment-folder.ts';
import { withResumeHint } from '../experiments/resume-hint.ts';
import { type ComputeOptions, deviceCondition, jobEngine } from '../job-engine.ts';
import { type JobEvent, note } from '../job-event.ts';
import type { Shard } from '../shards/shard.ts';
import { skippedNotes } from '../skipped-notes.ts';
import { writePage } from '../write-page.ts';
import { studyFaithfulness } from './study-faithfulness.ts';

/** Options of `measureFaithfulness`. */
export interface FaithfulnessOptions extends ComputeOptions {
  /** Run folder, checkpoint file, or the name of a pack. */
  readonly run: string;
  /** SPEC of the data set. */
  readonly data: string;
  /** Folder of results; finished parts are reused. */
  readonly out: string;
  /** By default the test split, or all faces of a data set without splits of its own that the run was not trained on. */
  readonly split?: SplitChoice | undefined;
  /** All by default. */
  readonly methods?: readonly ExplanationMethod[] | undefined;
  /** Ways of removing patches; all by default. With one alone no map passes, since a result must not depend on the way. */
  readonly removals?: readonly Removal[] | undefined;
  /** At most this many faces, drawn at random; 500 by default. */
  readonly faces?: number | undefined;
  /** Faces of the tests that make many maps of each face; 100 by default. */
  readonly fewer?: number | undefined;
  /** Steps from the whole face to none of it; 8 by default. */
  readonly steps?: number | undefined;
  /** Random orders of each face; 20 by default. */
  readonly randomOrders?: number | undefined;
  readonly clip?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What `measureFaithfulness` found. */
export interface FaithfulnessResult {
  readonly record: FaithfulnessRecord;
  readonly study: FaithfulnessStudy;
  /** Where the verdict is kept for explanations; absent for a pack of the package, whose files are left alone. */
  readonly verdictFile?: string | undefined;
}

/**
 * Measures what is not finished yet, writes numbers and page, and keeps the verdict with the run.
 *
 * @returns the verdict on each map, and every number
 * @throws MpaferError `usage` for a number out of range, `data`, `run`, `checkpoint`, `model`, `disk`, `aborted`
 * @example
 * ```ts no-run (takes minutes)
 * import { finishJob, measureFaithfulness } from 'mpafer/jobs';
 * const job = measureFaithfulness({ run: 'runs/mine', data: 'synthetic:?count=400', out: 'faithfulness', faces: 50 });
 * const { study, verdictFile } = await finishJob(job);
 * console.log(study.accuracy, verdictFile);
 * ```
 */
export async function* measureFaithfulness(options: FaithfulnessOptions): AsyncGenerator<JobEvent, FaithfulnessResult> {
  return (yield* faithfulnessCells(options)).whole!;
}

/** @param shard only the cells of this part, without a verdict */
export async function* faithfulnessCells(
  options: FaithfulnessOptions,
  shard?: Shard,
): AsyncGenerator<JobEvent, { readonly whole?: FaithfulnessResult; readonly cells: readonly FinishedCell<unknown>[] }> {
  const {
    run,
    data,
    out,
    clip: named,
    signal,
    faces = 500,
    fewer = 100,
    steps = 8,
    removals = everyRemoval,
    randomOrders = 20,
  } = options;
  for (const [name, value, least] of [
    ['faces', faces, 10],
    ['fewer', fewer, 5],
    ['steps', steps, 2],
    ['random orders', randomOrders, 1],
  ] as const) {
    if (!Number.isInteger(value) || value < least)
      throw new MpaferError('usage', `Cannot measure with ${value} ${name}; expected a whole number from ${least}`);
  }
  const dataset = await openDataset(data, nodeDataHost);
  const split = options.split ?? (yield* defaultSplit({ spec: data, dataset }, [run]));
  await using engine = yield* jobEngine(options);
  const opened = await openExplainer(engine, run, named);
  const { explainer, digest } = opened;
  const { samples: all, skipped } = samplesFor(explainer.classes, dataset, split);
  yield* skippedNotes(skipped);
  const samples: readonly Sample[] = someSamples(all, faces);
  if (samples.length < faces) yield note(`${dataset.name} has ${samples.length} faces to use, fewer than ${faces}`);
  const methods = methodsOf(options.methods, explainer.topPatches);
  const conditions = {
    ...deviceCondition(options),
    run,
    checkpoint: digest,
    data,
    fingerprint: fingerprint(dataset),
    split,
    faces: samples.length,
    fewer: Math.min(fewer, samples.length),
    steps,
    randomOrders,
    methods,
    removals,
  };
  const folder = yield* openExperiment(out, 'faithfulness', conditions);
  try {
    const { study, cells } = yield* studyFaithfulness(
      { engine, opened, samples, folder, signal, ...conditions },
      shard,
    );
    if (study === undefined) return { cells };
    const record: FaithfulnessRecord = {
      format: faithfulnessFormat,
      checkpoint: digest,
      data: dataset.name,
      faces: samples.length,
      drawn: dataset.drawn === true,
      maps: verdicts(study),
    };
    const page = renderFaithfulness({
      title: `Are the maps of ${basename(run)} true?`,
      subtitle: `${samples.length} faces of ${dataset.name}, ${split === 'all' ? 'all splits' : `${split} split`}`,
      notice: dataset.drawn ? 'These numbers are for drawn faces: they say nothing about people' : undefined,
      record,
      study,
      conditions,
    });
    const verdictFile = packFile(run) === undefined ? opened.verdictFile : undefined;
    await folder.alone(async () => {
      await folder.write('results.json', json({ ...conditions, record, study }));
      await writePage(join(folder.path, 'report.html'), page);
      await folder.write('faithfulness.json', json(record));
      if (verdictFile !== undefined) await writeFile(verdictFile, json(record));
    });
    yield note(`Report: ${out}/report.html`);
    return { whole: { record, study, verdictFile }, cells };
  } catch (error) {
    throw withResumeHint(error);
  }
}

/** @throws MpaferError `run` when patches are asked for and there are none */
function methodsOf(asked: readonly ExplanationMethod[] | undefined, topPatches: number): readonly ExplanationMethod[] {
  if (topPatches > 0) return asked ?? explanationMethods;
  if (asked?.includes('patches'))
    throw new MpaferError('run', 'Cannot measure the map patches: this run compares whole faces only, topPatches is 0');
  return (asked ?? explanationMethods).filter((method) => method !== 'patches');
}
