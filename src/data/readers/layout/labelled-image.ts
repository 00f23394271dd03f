// A labelled image as found by readers of label lists, and the samples made from it.

import type { Random } from '../../../core/random.ts';
import type { Dataset, Split } from '../../dataset.ts';
import { type Dealable, type Dealt, dealSplits } from '../../deal-splits.ts';
import type { DataHost } from '../../host.ts';
import { fileImage, type ImageSource } from './image-files.ts';

export interface LabelledImage {
  /** Path relative to the data set's root, in Unicode NFC. */
  readonly id: string;
  /** The same path as spelled on disk, if different. */
  readonly path?: string | undefined;
  readonly split: Split;
  readonly className: string;
  readonly group?: string;
  readonly votes?: readonly number[];
}

/** Samples whose images are files under `root`; `source` overrides the default if a file is not a face crop. */
export const samplesOf = <Image extends LabelledImage>(
  images: readonly Image[],
  classes: readonly string[],
  host: DataHost,
  root: string,
  source: (image: Image) => ImageSource = ({ id, path }) => fileImage(host, root, path ?? id),
): Dataset['samples'] =>
  images.map((image) => ({
    id: image.id,
    split: image.split,
    label: classes.indexOf(image.className),
    ...(image.votes === undefined ? {} : { votes: image.votes }),
    ...(image.group === undefined ? {} : { group: image.group }),
    ...source(image),
  }));

/**
 * For data sets that publish no validation split: takes a fraction of the training images for validation if requested;
 * otherwise a note says that there is none.
 */
export function heldOut<Image extends LabelledImage & Dealable>(
  images: readonly Image[],
  valid: number | undefined,
  random: Random,
  notes: string[],
): { readonly images: readonly Image[] } & Pick<Dealt, 'dealt'> {
  if (!valid && !images.some(({ split }) => split === 'valid')) {
    notes.push(
      'valid: the set has no such split; valid=0.1 takes a tenth of the training images to choose the epoch by',
    );
  }
  const found = dealSplits(images, { random, valid, test: undefined, heldOut: 0, by: 'file' }, notes);
  return { images: images.map((image, index) => ({ ...image, split: found.splits[index]! })), dealt: found.dealt };
}
