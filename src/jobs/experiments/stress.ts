// Measures a trained run on faces that are covered, badly lit, blurred, small, compressed or tilted: accuracy against severity.
import { basename, join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { random } from '../../core/random.ts';
import { relay } from '../../core/relay.ts';
import type { Sample, SplitChoice } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { imageCache } from '../../data/image-cache.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { synthetic } from '../../data/synthetic/synthetic.ts';
import { type Perturbation, perturbations } from '../../experiments/perturbations.ts';
import {
  perturbed,
  perturbedSamples,
  type StressCell,
  someSamples,
  stressCell,
  stressCsv,
  stressTable,
} from '../../experiments/stress.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { pngUrl } from '../../platform/node/images/encode-image.ts';
import { jpegRoundTrip } from '../../platform/node/images/jpeg-round-trip.ts';
import { openRun } from '../../platform/node/models/open-run.ts';
import { type Recogniser, samplesFor } from '../../recognise/load-run.ts';
import { renderStress, type StressLine } from '../../report/pages/stress-page.ts';
import { defaultSplit } from '../evaluate/default-split.ts';
import { type ComputeOptions, deviceCondition, jobEngine } from '../job-engine.ts';
import { type JobEvent, note, progress } from '../job-event.ts';
import { runDigest } from '../run-digest.ts';
import type { Shard } from '../shards/shard.ts';
import { skippedNotes } from '../skipped-notes.ts';
import { writePage } from '../write-page.ts';
import { computeCells, type FinishedCell } from './compute-cells.ts';
import { type ExperimentFolder, openExperiment } from './experiment-folder.ts';
import { withResumeHint } from './resume-hint.ts';

/** Options of `stress`. */
export interface StressOptions extends ComputeOptions {
  /** Run folder, checkpoint file, or a name that `openRun` knows. */
  readonly run: string;
  /** SPEC of the data set. */
  readonly data: string;
  /** Folder of results; finished points are reused. */
  readonly out: string;
  /** By default the test split, or all faces of a data set without splits of its own that the run was not trained on. */
  readonly split?: SplitChoice | undefined;
  /** Names of perturbations; all by default. */
  readonly only?: readonly string[] | undefined;
  /** At most this many faces, drawn at random, the same ones at every point. */
  readonly faces?: number | undefined;
  readonly clip?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What `stress` found: scores under each perturbation. */
export interface StressResult {
  /** WAR against severity, as Markdown. */
  readonly table: string;
  /** What `results.json` holds. */
  readonly results: Readonly<Record<string, unknown>>;
}

const severities = [1, 2, 3, 4, 5];

/**
 * Evaluates the points that are not finished yet, and writes table and page.
 *
 * @returns accuracy against severity as Markdown, and all results
 * @throws MpaferError `usage` for an unknown perturbation, `data`, `run`, `checkpoint`, `model`, `disk`, `aborted`
 * @example
 * ```ts
 * import { finishJob, stress } from 'mpafer/jobs';
 * const data = 'synthetic:?count=100&size=48';
 * const { table } = await finishJob(stress({ run: 'fer2013', data, out: 'stress', only: ['mouth'], faces: 8 }));
 * console.log(table.includes('mouth')); // true
 * ```
 */
export async function* stress(options: StressOptions): AsyncGenerator<JobEvent, StressResult> {
  return (yield* stressPoints(options)).whole!;
}

/** @param shard only the points of this part, without tables */
export async function* stressPoints(
  options: StressOptions,
  shard?: Shard,
): AsyncGenerator<JobEvent, { readonly whole?: StressResult; readonly cells: readonly FinishedCell<StressCell>[] }> {
  const { run, data, out, clip: named, signal } = options;
  const chosen = chosenPerturbations(options.only);
  const dataset = await openDataset(data, nodeDataHost);
  const split = options.split ?? (yield* defaultSplit({ spec: data, dataset }, [run]));
  await using engine = yield* jobEngine(options);
  const { recogniser, clip } = await openRun(engine, run, { clip: named, classes: dataset.classes });
  const { samples: all, skipped } = samplesFor(recogniser.classes, dataset, split);
  yield* skippedNotes(skipped);
  const samples = someSamples(all, options.faces);
  const conditions = {
    ...deviceCondition(options),
    run,
    checkpoint: await runDigest(run),
    data,
    fingerprint: fingerprint(dataset),
    split,
    faces: samples.length,
  };
  const folder = yield* openExperiment(out, 'stress', conditions);
  try {
    const side = clip.config.image.size;
    const finished = yield* stressCells({ recogniser, samples, chosen, side, folder, shard, signal });
    if (shard !== undefined) return { cells: finished };
    const cells = finished.map(({ result }) => result);
    const table = stressTable(
      cells,
      chosen.map(({ name }) => name),
    );
    const results = { ...conditions, leftOut: skipped, cells };
    const page = renderStress({
      title: 'When faces get worse',
      subtitle: `${basename(run)} on ${dataset.name}, ${split === 'all' ? 'all faces' : `${split} split`}`,
      notice: dataset.drawn ? 'These numbers are for drawn faces: they say nothing about people' : undefined,
      lines: await linesOf(chosen, cells, side),
      missing: [],
      conditions,
    });
    await folder.alone(async () => {
      await folder.write('table.md', table);
      await folder.write('results.json', json(results));
      await folder.write('results.csv', stressCsv(cells));
      await writePage(join(folder.path, 'report.html'), page);
    });
    yield note(`Report: ${out}/report.html`);
    return { whole: { table, results }, cells: finished };
  } catch (error) {
    throw withResumeHint(error);
  }
}

interface StressWork {
  readonly recogniser: Recogniser;
  readonly samples: readonly Sample[];
  readonly chosen: readonly Perturbation[];
  /** Side of the model's input, in pixels. */
  readonly side: number;
  readonly folder: ExperimentFolder;
  readonly shard: Shard | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Every point of every curve, the unperturbed faces first. */
async function* stressCells(work: StressWork): AsyncGenerator<JobEvent, readonly FinishedCell<StressCell>[]> {
  const { recogniser, samples, chosen, side, folder, shard, signal } = work;
  const images = imageCache(2 ** 30);
  const points = [
    { perturbation: undefined, severity: 0, level: 'as it is' },
    ...chosen.flatMap((perturbation) =>
      severities.map((severity) => ({ perturbation, severity, level: perturbation.levels[severity - 1]!.text })),
    ),
  ];
  const start = performance.now();
  let done = 0;
  const plans = points.map(({ perturbation, severity, level }, at) => {
    const name = perturbation === undefined ? 'untouched' : `${perturbation.name}-${severity}`;
    return {
      name,
      level,
      async *work(): AsyncGenerator<JobEvent, StressCell> {
        const faces = perturbation ? perturbedSamples(samples, perturbation, severity, side, images) : samples;
        const predictions = yield* relay(recogniser.predict(faces, signal), (here) => {
          const rate = (done + here) / ((performance.now() - start) / 1000);
          const secondsLeft = ((points.length - at) * samples.length - here) / rate;
          return progress(`${at + 1}/${points.length}  ${name}`, here, samples.length, { rate, secondsLeft });
        });
        done += samples.length;
        return stressCell(perturbation?.name ?? 'none', severity, level, predictions);
      },
    };
  });
  return yield* computeCells(folder, plans, {
    shard,
    signal,
    async *done(at, { war, uar }, reused) {
      const { name, level: detail } = plans[at]!;
      yield { kind: 'cell', name, detail, war, uar, reused, position: { index: at + 1, total: plans.length } };
    },
  });
}

async function linesOf(
  chosen: readonly Perturbation[],
  cells: readonly StressCell[],
  side: number,
): Promise<readonly StressLine[]> {
  const drawn = synthetic({ random: random(7), count: 32, size: Math.max(48, Math.min(side, 96)) }).samples[9]!;
  const face = await drawn.read();
  return Promise.all(
    chosen.map(async (perturbation) => ({
      name: perturbation.name,
      about: perturbation.about,
      points: cells.filter(({ severity, perturbation: name }) => severity === 0 || name === perturbation.name),
      pictures: await Promise.all(
        [0, ...severities].map(async (severity) =>
          pngUrl(await perturbed(face, drawn.id, perturbation, severity, 96, random(1))),
        ),
      ),
    })),
  );
}

function chosenPerturbations(only: readonly string[] | undefined): readonly Perturbation[] {
  const all = perturbations(jpegRoundTrip);
  return (
    only?.map((text) => {
      const found = all.find(({ name }) => name === text.trim());
      if (found !== undefined) return found;
      throw new MpaferError(
        'usage',
        `Unknown perturbation "${text}"; expected one of ${all.map(({ name }) => name).join(', ')}`,
      );
    }) ?? all
  );
}
