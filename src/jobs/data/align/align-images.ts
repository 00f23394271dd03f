// Aligns the images of a data set one after the other; what became of each is kept as it is made.
import { dirname, join } from 'node:path';
import { MpaferError } from '../../../core/errors.ts';
import type { RgbImage } from '../../../core/image.ts';
import type { Dataset, Sample } from '../../../data/dataset.ts';
import { readAhead } from '../../../data/read-ahead.ts';
import { alignFace } from '../../../faces/alignment.ts';
import type { Face } from '../../../faces/face.ts';
import { type FaceFinder, openFaceFinder } from '../../../faces/face-finder.ts';
import { makeFolder } from '../../../platform/node/files/make-folder.ts';
import { writeFile } from '../../../platform/node/files/write-file.ts';
import { encodePng } from '../../../platform/node/images/encode-image.ts';
import { faceModels } from '../../../platform/node/models/face-models.ts';
import { imagePace } from '../../image-pace.ts';
import { type ComputeOptions, jobEngine } from '../../job-engine.ts';
import { type JobEvent, note, progress } from '../../job-event.ts';
import { type KeptRows, openKeptRows } from '../../kept-rows.ts';
import { owns, type Shard } from '../../shards/shard.ts';
import { type AlignedImage, cropNames } from './aligned-set.ts';
import { labelledFace } from './labelled-face.ts';

/** Which images, and how. */
export interface AlignImagesOptions extends ComputeOptions {
  readonly out: string;
  readonly faces?: 'labelled' | 'all' | undefined;
  readonly side?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly shard?: Shard | undefined;
}

/** What alignments depend on besides the images. */
export type AlignmentRecord = Readonly<Record<string, unknown>>;

export interface KeptPlace {
  /** What kept rows depend on. */
  readonly record: AlignmentRecord;
  /** The file beside which they are kept. */
  readonly path: string;
}

/** Aligns the images that are not aligned yet, and gives the rows of all. */
export async function* alignImages(
  { out, faces = 'labelled', side = 224, threads, device, signal, shard }: AlignImagesOptions,
  dataset: Dataset,
  { record, path }: KeptPlace,
): AsyncGenerator<JobEvent, KeptRows<AlignedImage>> {
  await using engine = yield* jobEngine({ threads, device, waiting: 'sleep' });
  const finder = await openFaceFinder(engine, await faceModels());
  const allNames = cropNames(dataset);
  const own = dataset.samples
    .map((sample, at) => ({ sample, name: allNames[at]! }))
    .filter((_, at) => shard === undefined || owns(shard, at));
  let done = 0;
  const kept = await openKeptRows<AlignedImage>(path, record, async ([row]) => {
    if (own[done]?.sample.id !== row!.id) return false;
    done++;
    return true;
  });
  try {
    if (done > 0) yield note(`Resuming after ${done} of ${own.length} images`);
    const pace = imagePace(own.length, done);
    for await (const photo of readAhead(done, own.length, 4, (index) => photoOf(own[index]!.sample))) {
      if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while aligning faces', { cause: signal.reason });
      await kept.append(await alignOne(finder, photo, { name: own[done]!.name, out, faces, side, signal }));
      done++;
      yield progress('aligning', done, own.length, pace(done));
    }
    return kept;
  } catch (error) {
    await kept.close();
    throw error;
  }
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
