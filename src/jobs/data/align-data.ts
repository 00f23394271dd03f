// Cuts the faces of a data set out of its photographs by the one recipe, into a data set of its own.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MpaferError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import { json } from '../../core/json.ts';
import { random } from '../../core/random.ts';
import { version } from '../../core/version.ts';
import { contactSheet } from '../../data/check/contact-sheet.ts';
import type { Dataset, Sample } from '../../data/dataset.ts';
import { fingerprint } from '../../data/fingerprint.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { readAhead } from '../../data/read-ahead.ts';
import { nodeEngine } from '../../engine/node/node-engine.ts';
import { alignFace, eyesLevel } from '../../faces/alignment.ts';
import type { Face } from '../../faces/face.ts';
import { type FaceFinder, openFaceFinder } from '../../faces/face-finder.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { lockFolder } from '../../platform/node/files/lock.ts';
import { makeFolder } from '../../platform/node/files/make-folder.ts';
import { exists } from '../../platform/node/files/run-folder.ts';
import { writeFile } from '../../platform/node/files/write-file.ts';
import { encodePng } from '../../platform/node/images/encode-image.ts';
import { faceModels } from '../../platform/node/models/face-models.ts';
import { imagePace } from '../image-pace.ts';
import { type JobEvent, note, progress } from '../job-event.ts';
import { openKeptRows } from '../kept-rows.ts';
import { type AlignedImage, alignedFiles, cropNames, openAlignedFolder, writeLists } from './align/aligned-set.ts';
import { labelledFace } from './align/labelled-face.ts';

/** Options of `alignData`. */
export interface AlignDataOptions {
  /** SPEC of the data set. */
  readonly data: string;
  /** New or empty folder for the crops; one whose making was stopped is continued. */
  readonly out: string;
  /** The face that the label is about (default), or every face of the image under that label. */
  readonly faces?: 'labelled' | 'all' | undefined;
  /** Side of the crops in pixels, 224 by default. */
  readonly side?: number | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A data set of aligned faces, and what became of its images. */
export interface AlignedData {
  /** Images by what became of them. */
  readonly statuses: Readonly<Record<AlignedImage['status'], number>>;
  /** Crops that were written. */
  readonly faces: number;
  /** SPEC of the new set, with the splits of the old one. */
  readonly spec: string;
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
  const { data, out, faces = 'labelled', side = 224, threads, signal } = options;
  if (!(Number.isInteger(side) && side >= 32 && side <= 1024)) {
    throw new MpaferError('usage', `Cannot align faces at ${side} pixels; expected a whole number from 32 to 1024`);
  }
  const dataset = await openDataset(data, nodeDataHost);
  for (const line of dataset.notes) yield note(line);
  await refuseCrops(dataset);
  await openAlignedFolder(out);
  const lock = await lockFolder(out);
  try {
    await using engine = nodeEngine({ waiting: 'sleep', ...(threads !== undefined && { threads }) });
    const finder = await openFaceFinder(engine, await faceModels());
    const rows: AlignedImage[] = [];
    const { samples } = dataset;
    const record = { mpafer: version, recipe: eyesLevel, side, faces, source: sourceOf(dataset) };
    await refuseOther(out, record);
    const kept = await openKeptRows<AlignedImage>(join(out, alignedFiles.statuses), record, async (row) => {
      if (samples[rows.length]?.id !== row.id) return false;
      rows.push(row);
      return true;
    });
    try {
      if (rows.length > 0) yield note(`Resuming after ${rows.length} of ${samples.length} images`);
      const names = cropNames(dataset);
      const pace = imagePace(samples.length, rows.length);
      const read = readAhead(rows.length, samples.length, 4, (index) => photoOf(samples[index]!));
      for await (const photo of read) {
        if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while aligning faces', { cause: signal.reason });
        const row = await alignOne(finder, photo, { name: names[rows.length]!, out, faces, side, signal });
        await kept.append(row);
        rows.push(row);
        yield progress('aligning', rows.length, samples.length, pace(rows.length));
      }
      const result = await finish(out, dataset, rows, record);
      await kept.remove();
      return result;
    } finally {
      await kept.close();
    }
  } finally {
    await lock.release();
  }
}

async function finish(
  folder: string,
  whole: Dataset,
  rows: readonly AlignedImage[],
  record: Readonly<Record<string, unknown>>,
): Promise<AlignedData> {
  await writeLists(folder, whole, rows, record);
  const statuses = { ok: 0, 'no-face': 0, unreadable: 0, 'too-small': 0 };
  for (const { status } of rows) statuses[status]++;
  const spec = specOf(folder, whole);
  if (statuses.ok > 0) {
    const sheet = await contactSheet(await openDataset(spec, nodeDataHost), { random: random(1) });
    await writeFile(join(folder, alignedFiles.sheet), await encodePng(sheet));
  }
  return { statuses, faces: rows.reduce((sum, { crops }) => sum + crops.length, 0), spec };
}

/** Crops by other options, or of another set, would stay among those of this one. @throws MpaferError `run` */
async function refuseOther(out: string, record: Readonly<Record<string, unknown>>): Promise<void> {
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

interface Photo {
  readonly sample: Sample;
  readonly image: RgbImage | { readonly reason: string };
}

async function photoOf(sample: Sample): Promise<Photo> {
  try {
    return { sample, image: await (sample.photo ?? sample).read() };
  } catch (error) {
    if (!(error instanceof MpaferError)) throw error;
    return { sample, image: { reason: error.message } };
  }
}

interface Place {
  readonly name: string;
  readonly out: string;
  readonly faces: 'labelled' | 'all';
  readonly side: number;
  readonly signal: AbortSignal | undefined;
}

/** A face whose eyes are closer than this, in pixels, has too few to show an expression: some 20 from cheek to cheek. */
const leastEyes = 9;

async function alignOne(
  finder: FaceFinder,
  { sample, image }: Photo,
  { name, out, faces, side, signal }: Place,
): Promise<AlignedImage> {
  const { id } = sample;
  if ('reason' in image) return { id, status: 'unreadable', crops: [], reason: image.reason };
  const found = faces === 'all' ? await finder.find(image, { signal }) : await one(finder, sample, image, signal);
  if (found.length === 0) return { id, status: 'no-face', crops: [] };
  const large = found.filter(
    ({ eyes: { left, right } }) => Math.hypot(right.x - left.x, right.y - left.y) >= leastEyes,
  );
  if (large.length === 0) return { id, status: 'too-small', crops: [] };
  const crops: { path: string; score: number }[] = [];
  for (const [index, { eyes, score }] of large.entries()) {
    const path = `${name}${index === 0 ? '' : `#${index + 1}`}.png`;
    await makeFolder(dirname(join(out, path)));
    await writeFile(join(out, path), await encodePng(alignFace(image, eyes, side)));
    crops.push({ path, score });
  }
  return { id, status: 'ok', crops };
}

async function one(
  finder: FaceFinder,
  { photo }: Sample,
  image: RgbImage,
  signal: AbortSignal | undefined,
): Promise<readonly Face[]> {
  const face = await labelledFace(finder, image, photo?.boxIn(image), signal);
  return face === undefined ? [] : [face];
}
