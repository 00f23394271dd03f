// Faces cropped from photographs by their boxes: the part that the YOLO and COCO readers share.
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Random } from '../../../core/random.ts';
import type { Dataset, Split } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import { orderedClasses } from '../../expressions.ts';
import type { DataHost } from '../../host.ts';
import { boxedImage, type FaceBox } from '../layout/face-box.ts';
import { fileImage } from '../layout/image-files.ts';
import { samplesOf } from '../layout/labelled-image.ts';
import { type MissingPolicy, presentRows } from '../layout/missing-images.ts';
import { presentImages } from '../layout/present-images.ts';

export interface BoxedOptions {
  /** Draws splits that the layout does not define; faces from one photograph stay together. */
  readonly random: Random;
  readonly valid?: number | undefined;
  readonly test?: number | undefined;
  /** Class names for 0, 1, 2 ..., if the layout defines none. */
  readonly classes?: readonly string[] | undefined;
  /** What to do about missing images; default `refuse`. */
  readonly missing?: MissingPolicy;
}

export interface BoxedFace {
  /** Path of the photograph, relative to the root. */
  readonly image: string;
  readonly split: Split | undefined;
  readonly className: string;
  readonly box: FaceBox;
  /** Whether the box is relative to the photograph's width and height, not in pixels. */
  readonly relative: boolean;
}

/** @param labels what to call the source of the labels in messages */
export async function boxedDataset(
  host: DataHost,
  root: string,
  faces: readonly BoxedFace[],
  { name, labels, layout }: { readonly name: string; readonly labels: string; readonly layout: string },
  options: BoxedOptions,
  notes: string[],
): Promise<Dataset> {
  if (faces.length === 0) throw new MpaferError('data', `Cannot open "${root}" as ${name}: ${labels} name no face`);
  const numbers = new Map<string, number>();
  const numbered = faces.map((face) => {
    const number = (numbers.get(face.image) ?? 0) + 1;
    numbers.set(face.image, number);
    return { ...face, id: `${face.image}#${number}`, group: face.image };
  });
  const present = await presentImages(host, root, [...numbers.keys()]);
  const kept = presentRows({
    rows: numbered,
    nameOf: ({ image }) => image,
    present,
    labelFile: labels,
    folder: root,
    policy: options.missing ?? 'refuse',
    notes,
  });
  const { random, valid, test } = options;
  const { splits, dealt } = dealSplits(
    kept,
    { random: random.split(`${name} split`), valid, test, by: 'folder' },
    notes,
  );
  const images = kept.map((face, index) => ({ ...face, split: splits[index]! }));
  const classes = orderedClasses(images.map(({ className }) => className));
  const samples = samplesOf(images, classes, host, root, ({ image, box, relative, id }) => {
    const whole = fileImage(host, root, present.get(image) ?? image);
    return boxedImage(whole, box, id, relative);
  });
  return {
    name,
    classes,
    samples,
    dealt,
    notes,
    layout: `${layout}, ${plural(faces.length, 'face')} cut out by their boxes`,
  };
}
