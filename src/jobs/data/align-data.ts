// Cuts the faces of a data set out of its photographs by the one recipe, into a data set of its own.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import { json } from '../../core/json.ts';
import { random } from '../../core/random.ts';
import { version } from '../../core/version.ts';
import { contactSheet } from '../../data/check/contact-sheet.ts';
import type { Dataset } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { eyesLevel } from '../../faces/alignment.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { lockFolder } from '../../platform/node/files/lock.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { encodePng } from '../../platform/node/images/encode-image.ts';
import { same } from '../conditions.ts';
import type { ComputeOptions } from '../job-engine.ts';
import { type JobEvent, note } from '../job-event.ts';
import { openShard } from '../shards/open-shard.ts';
import type { Shards } from '../shards/read-shards.ts';
import { checkShard, type Shard } from '../shards/shard.ts';
import { type AlignmentRecord, alignImages } from './align/align-images.ts';
import { type AlignedImage, alignedFiles, openAlignedFolder, writeLists } from './align/aligned-set.ts';

/** Options of `alignData`. */
export interface AlignDataOptions extends ComputeOptions {
  /** SPEC of the data set. */
  readonly data: string;
  /** New or empty folder for the crops; one whose making was stopped is continued. */
  readonly out: string;
  /** The face that the label is about (default), or every face of the image under that label. */
  readonly faces?: 'labelled' | 'all' | undefined;
  /** Side of the crops in pixels, 224 by default. */
  readonly side?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Align this part of the images alone; its lists are in a file beside `out` that `mergeShards` reads. */
  readonly shard?: Shard | undefined;
}

/** A data set of aligned faces, and what became of its images. */
export interface AlignedData {
  /** Images by what became of them. */
  readonly statuses: Readonly<Record<AlignedImage['status'], number>>;
  /** Crops that were written. */
  readonly faces: number;
  /** SPEC of the new set, with the splits of the old one. */
  readonly spec: string;
  /** The file of the shard. */
  readonly shard?: string | undefined;
}

/** Images of this side at most, in every image looked at, are crops already: published sets of crops have 48 to 143 pixels. */
const cropSide = 150;
const lookedAt = 16;

/**
 * Aligns a data set: finds the faces in its images, cuts them out by the recipe of recognition, and writes them with their labels, splits,
 * votes and people. An image without a face, or that cannot be read, gets a status and is left out.
 *
 * @throws MpaferError `data` or `label` when the set cannot be opened or has crops already; `run` when the folder has other files or is being
 *   written; `disk`; `aborted`, after which the same call continues
 * @example
 * ```ts
 * import { copyFile, mkdir } from 'node:fs/promises';
 * import { alignData, finishJob } from 'mpafer/jobs';
 * await mkdir('photos/happy', { recursive: true });
 * await copyFile('assets/portraits/astronaut.jpg', 'photos/happy/astronaut.jpg');
 * const aligned = await finishJob(alignData({ data: 'folder:photos', out: 'aligned', side: 96 }));
 * console.log(aligned.faces, aligned.statuses.ok); // 1 1
 * ```
 */
export async function* alignData(options: AlignDataOptions): AsyncGenerator<JobEvent, AlignedData> {
  const { data, out, faces = 'labelled', side = 224, shard } = options;
  if (!(Number.isInteger(side) && side >= 32 && side <= 1024)) {
    throw new MpaferError('usage', `Cannot align faces at ${side} pixels; expected a whole number from 32 to 1024`);
  }
  if (shard !== undefined) checkShard(shard);
  const dataset = await openDataset(data, nodeDataHost);
  for (const line of dataset.notes) yield note(line);
  await refuseCrops(dataset);
  await openAlignedFolder(out, shard !== undefined);
  const record = { mpafer: version, recipe: eyesLevel, side, faces, source: sourceOf(dataset) };
  if (shard !== undefined) return yield* alignShard({ ...options, shard }, dataset, record);
  const lock = await lockFolder(out);
  try {
    await refuseOther(out, record);
    const kept = yield* alignImages(options, dataset, { record, path: join(out, alignedFiles.statuses) });
    try {
      const result = await finish(out, dataset, await collect(kept.all()), record);
      await kept.remove();
      return result;
    } finally {
      await kept.close();
    }
  } finally {
    await lock.release();
  }
}

async function* alignShard(
  options: AlignDataOptions & { readonly shard: Shard },
  dataset: Dataset,
  record: AlignmentRecord,
): AsyncGenerator<JobEvent, AlignedData> {
  const { data, out, shard, signal } = options;
  const threads = options.threads ?? availableParallelism();
  const conditions = { data, record, threads, device: options.device };
  await using file = yield* openShard({ job: 'align', shard, out, conditions, signal });
  const result = (rows: readonly AlignedImage[]) => ({
    ...countsOf(rows),
    spec: specOf(out, dataset),
    shard: file.path,
  });
  if (file.made !== undefined) return result([]);
  await refuseOther(out, record);
  const kept = yield* alignImages(options, dataset, { record: conditions, path: file.path });
  try {
    const rows = await collect(kept.all());
    await file.write(rows.map((row, at) => ({ piece: at * shard.count + shard.index - 1, row })));
    await kept.remove();
    return result(rows);
  } finally {
    await kept.close();
  }
}

/** The shards of one alignment as the data set that one process would have made. @throws MpaferError `run` when a crop is missing or the data have changed */
export async function* mergeAligned(out: string, shards: Shards): AsyncGenerator<JobEvent, AlignedData> {
  const { data, record } = shards.conditions as { readonly data: string; readonly record: AlignmentRecord };
  const dataset = await openDataset(data, nodeDataHost);
  for (const line of dataset.notes) yield note(line);
  const rows = await collect(shards.rows<AlignedImage>());
  const refuse = (found: string) =>
    new MpaferError('run', `Cannot merge "${out}": ${found}`, { hint: 'Remove the shards and make them again' });
  if (!same(sourceOf(dataset), record.source) || rows.some(({ id }, at) => id !== dataset.samples[at]?.id)) {
    throw refuse('the data set is not what it was when the shards were made');
  }
  for (const { path } of rows.flatMap(({ crops }) => crops)) {
    if (!(await exists(join(out, path)))) throw refuse(`the crop "${path}" is missing from the folder`);
  }
  const lock = await lockFolder(out);
  try {
    return await finish(out, dataset, rows, record);
  } finally {
    await lock.release();
  }
}

async function collect<Row>(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

async function finish(
  folder: string,
  whole: Dataset,
  rows: readonly AlignedImage[],
  record: AlignmentRecord,
): Promise<AlignedData> {
  await writeLists(folder, whole, rows, record);
  const counts = countsOf(rows);
  const spec = specOf(folder, whole);
  if (counts.statuses.ok > 0) {
    const sheet = await contactSheet(await openDataset(spec, nodeDataHost), { random: random(1) });
    await writeFile(join(folder, alignedFiles.sheet), await encodePng(sheet));
  }
  return { ...counts, spec };
}

function countsOf(rows: readonly AlignedImage[]): Pick<AlignedData, 'statuses' | 'faces'> {
  const statuses = { ok: 0, 'no-face': 0, unreadable: 0, 'too-small': 0 };
  for (const { status } of rows) statuses[status]++;
  return { statuses, faces: rows.reduce((sum, { crops }) => sum + crops.length, 0) };
}

/** Crops by other options, or of another set, would stay among those of this one. @throws MpaferError `run` */
async function refuseOther(out: string, record: AlignmentRecord): Promise<void> {
  const file = join(out, alignedFiles.recipe);
  if (!(await exists(file)) || (await readFile(file, 'utf8')) === json(record)) return;
  throw new MpaferError(
    'run',
    `Cannot align faces into "${out}": it holds those of another data set or with other options; expected a new or empty folder`,
  );
}

const sourceOf = (dataset: Dataset) => ({
  name: dataset.name,
  ...(dataset.spec !== undefined && { spec: dataset.spec }),
  fingerprint: fingerprint(dataset),
});

/** Splits that the old set does not have are not dealt in the new one either. */
function specOf(out: string, { samples }: Dataset): string {
  const missing = (['valid', 'test'] as const).filter((split) => !samples.some((sample) => sample.split === split));
  const options = missing.map((split) => `${split}=0`).join('&');
  return `csv:${join(out, alignedFiles.labels)}${options === '' ? '' : `?${options}`}`;
}

/** @throws MpaferError `data` when the images are crops of faces already */
async function refuseCrops({ name, samples }: Dataset): Promise<void> {
  let largest = { width: 0, height: 0 };
  for (const sample of samples.filter((_, index) => index % Math.ceil(samples.length / lookedAt) === 0)) {
    if (sample.photo !== undefined) return;
    const image = await sample.read().catch((error: unknown) => {
      if (error instanceof MpaferError) return undefined;
      throw error;
    });
    if (image === undefined) continue;
    if (Math.max(image.width, image.height) > cropSide) return;
    if (image.width > largest.width) largest = image;
  }
  if (largest.width === 0) return;
  throw new MpaferError(
    'data',
    `Cannot align ${name}: its images are crops of faces already (${largest.width} x ${largest.height} pixels); expected photographs`,
    { hint: 'Use the data set as it is: what is trained on it takes its faces as they were published' },
  );
}
