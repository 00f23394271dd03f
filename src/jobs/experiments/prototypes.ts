// Reports how well a run's prototypes separate the classes before and after prompting, and which faces are nearest to each.
import { basename, join } from 'node:path';
import { csvRow } from '../../core/csv-row.ts';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import type { SplitChoice } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { someSamples } from '../../experiments/stress.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { readJson } from '../../platform/node/files/read-json.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { openCheckpoint } from '../../platform/node/models/open-run.ts';
import { zeroShotName } from '../../platform/node/models/packs.ts';
import { samplesFor } from '../../recognise/load-run.ts';
import { renderPrototypes } from '../../report/pages/prototype-page.ts';
import { runFiles } from '../../train/run-files.ts';
import { defaultSplit } from '../evaluate/default-split.ts';
import { pageNotice } from '../face-pictures.ts';
import { type ComputeOptions, jobEngine } from '../job-engine.ts';
import { type JobEvent, note } from '../job-event.ts';
import { loadDescriptions } from '../load-descriptions.ts';
import { skippedNotes } from '../skipped-notes.ts';
import { writePage } from '../write-page.ts';
import { nearestThumbnails } from './nearest-thumbnails.ts';
import { type PrototypeStudy, studyPrototypes } from './prototype-study.ts';

/** Options of `prototypes`. */
export interface PrototypesOptions extends ComputeOptions {
  /** Run folder, checkpoint file, or the name of a pack. */
  readonly run: string;
  /** SPEC of the data set. */
  readonly data: string;
  readonly out: string;
  /** By default the test split, or all faces of a data set without splits of its own that the run was not trained on. */
  readonly split?: SplitChoice | undefined;
  /** At most this many faces, drawn at random, 2 or more. */
  readonly faces: number;
  /** Faces to show for each prototype, 1 or more. */
  readonly nearest: number;
  /** Whether the page may show faces. */
  readonly pictures: boolean;
  readonly clip?: string | undefined;
  /** Descriptions of the hard prompts; those that the run's record names by default. */
  readonly descriptions?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What `prototypes` found. */
export interface PrototypesResult {
  readonly study: PrototypeStudy;
  /** What `results.json` holds. */
  readonly results: Readonly<Record<string, unknown>>;
}

/**
 * Studies the prototypes of a run, and writes a page.
 *
 * @returns similarities and maps, as in `results.json`
 * @throws MpaferError `usage` for plain CLIP, `data`, `run`, `checkpoint`, `model`, `disk`, `aborted`
 * @example
 * ```ts
 * import { finishJob, prototypes } from 'mpafer/jobs';
 * const data = 'synthetic:?count=100&size=48';
 * const asked = { run: 'fer2013', data, out: 'prototypes', faces: 8, nearest: 2, pictures: false };
 * const { study } = await finishJob(prototypes(asked));
 * console.log(study.labels.length); // 8
 * ```
 */
export async function* prototypes(options: PrototypesOptions): AsyncGenerator<JobEvent, PrototypesResult> {
  const { run, data, out, pictures, signal } = options;
  if (run === zeroShotName) {
    throw new MpaferError('usage', `Cannot study the prototypes of ${zeroShotName}: it has no prompts`, {
      hint: 'Name a trained run: its page shows plain CLIP beside it',
    });
  }
  const dataset = await openDataset(data, nodeDataHost);
  const split = options.split ?? (yield* defaultSplit({ spec: data, dataset }, [run]));
  const { checkpoint, clip, file } = await openCheckpoint(run, options.clip);
  const { samples: all, skipped } = samplesFor(checkpoint.classes, dataset, split);
  yield* skippedNotes(skipped);
  const samples = someSamples(all, options.faces);
  const descriptions = await loadDescriptions(
    options.descriptions ?? (await recordedDescriptions(run)),
    dataset.descriptions,
  );
  await makeFolder(out);
  await using engine = yield* jobEngine(options);
  const study = yield* studyPrototypes({ engine, clip, checkpoint, file, dataset, samples, descriptions, signal });
  const nearest = await nearestThumbnails(samples, study.similarities, pictures ? options.nearest : 0);
  const conditions = {
    run,
    data,
    fingerprint: fingerprint(dataset),
    split,
    faces: samples.length,
    prototypes: study.source,
  };
  const page = join(out, 'prototypes.html');
  const isDrawn = dataset.drawn === true;
  await writePage(
    page,
    renderPrototypes({
      title: 'What the prototypes represent',
      subtitle: `${basename(run)} on ${dataset.name}, ${split === 'all' ? 'all faces' : `${split} split`}`,
      notice: pageNotice(isDrawn, pictures),
      classes: checkpoint.classes,
      faces: samples.length,
      stages: study.stages,
      nearest,
      texts: study.texts,
      conditions,
    }),
  );
  await writeFile(join(out, 'map.csv'), mapCsv(study, checkpoint.classes));
  const results = { ...conditions, classes: checkpoint.classes, leftOut: skipped, ...resultsOf(study) };
  await writeFile(join(out, 'results.json'), json(results));
  if (pictures && !isDrawn) yield note(`${page} contains pictures of faces: treat it as you treat the data`);
  yield note(`Report: ${page}`);
  return { study, results };
}

/** The descriptions that the run's record names, if they still exist. */
async function recordedDescriptions(run: string): Promise<string | undefined> {
  const record = join(run, runFiles.configuration);
  if (!(await exists(record))) return undefined;
  const { descriptions } = Object(await readJson(record, 'run')) as { readonly descriptions?: unknown };
  return typeof descriptions === 'string' && (await exists(descriptions)) ? descriptions : undefined;
}

const resultsOf = ({ stages, texts }: PrototypeStudy) => ({
  stages: stages.map(({ name, histogram, nearestIsOwn, map }) => ({
    name,
    histogram,
    nearestIsOwn,
    explained: map.explained,
  })),
  texts,
});

const mapCsv = ({ stages, labels }: PrototypeStudy, classes: readonly string[]): string =>
  [
    csvRow(['class', ...stages.flatMap(({ name }) => [`${name} x`, `${name} y`])]),
    ...labels.map((label, face) =>
      csvRow([classes[label], ...stages.flatMap(({ map }) => [map.points[face]!.x, map.points[face]!.y])]),
    ),
  ].join('');
