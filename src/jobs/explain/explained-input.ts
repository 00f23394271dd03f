// The pictures to explain: image files, or faces of a data set with their labels.
import { MpaferError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import { plural } from '../../core/plural.ts';
import type { Sample, SplitChoice } from '../../data/dataset.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { someSamples } from '../../experiments/stress.ts';
import { nodeDataHost } from '../../platform/node/files/data-host.ts';
import { readImage } from '../../platform/node/images/read-image.ts';
import { samplesFor } from '../../recognise/load-run.ts';
import { pictureBatches, type ReadPicture } from '../../recognise/picture-batches.ts';
import { defaultSplit } from '../evaluate/default-split.ts';
import { type JobEvent, note } from '../job-event.ts';
import { skippedNotes } from '../skipped-notes.ts';

/** What is explained. */
export interface ExplainedInput {
  /** Paths of image files. */
  readonly images?: AsyncIterable<string> | undefined;
  /** SPEC of a data set, instead of image files: its faces are crops already. */
  readonly data?: string | undefined;
  /** By default the test split, or all faces of a data set without splits of its own that the run was not trained on. */
  readonly split?: SplitChoice | undefined;
  /** At most this many faces of the data set, drawn at random; 500 by default. */
  readonly count?: number | undefined;
}

/** A picture to explain, by name. */
export type ExplainedPictureRead = ReadPicture<{ readonly name: string; readonly label?: string | undefined }>;

export interface OpenedInput {
  /** Absent where it is not known before it ends. */
  readonly count?: number | undefined;
  batches(): AsyncGenerator<readonly ExplainedPictureRead[]>;
}

/**
 * @param run and its classes, which the data set's labels must fit
 * @throws MpaferError `usage` when both or neither of images and data are given, `data`
 */
export async function* openInput(
  { images, data, split: asked, count = 500 }: ExplainedInput,
  run: string,
  classes: readonly string[],
): AsyncGenerator<JobEvent, OpenedInput> {
  if (images !== undefined && data !== undefined)
    throw new MpaferError('usage', 'Cannot explain image files and a data set at once; expected one of them');
  if (data === undefined) {
    if (images === undefined)
      throw new MpaferError('usage', 'Cannot explain: neither images nor a data set were given');
    return { batches: () => named(images, (name) => ({ name }), readImage) };
  }
  if (!Number.isInteger(count) || count < 1)
    throw new MpaferError('usage', `Cannot explain ${count} faces; expected a whole number from 1`);
  const dataset = await openDataset(data, nodeDataHost);
  const split = asked ?? (yield* defaultSplit({ spec: data, dataset }, [run]));
  const { samples: all, skipped } = samplesFor(classes, dataset, split);
  yield* skippedNotes(skipped);
  const samples = someSamples(all, count);
  yield note(
    `${plural(samples.length, 'face')} of ${dataset.name}, ${split === 'all' ? 'all splits' : `${split} split`}`,
  );
  const place = ({ id, label }: Sample) => ({ name: id, label: classes[label] });
  return { count: samples.length, batches: () => named(samples, place, (sample) => sample.read()) };
}

/** Pictures under the names that explanations have for them. */
async function* named<Picture>(
  pictures: Iterable<Picture> | AsyncIterable<Picture>,
  place: (picture: Picture) => { readonly name: string; readonly label?: string | undefined },
  read: (picture: Picture) => Promise<RgbImage>,
): AsyncGenerator<readonly ExplainedPictureRead[]> {
  for await (const batch of pictureBatches(pictures, read))
    yield batch.map((one) => ({ ...one, picture: place(one.picture) }));
}
