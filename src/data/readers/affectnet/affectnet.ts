// AffectNet (Mollahosseini et al. 2019): seven or eight expressions, in every layout in circulation.

import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { signatureNote } from '../../compare-counts.ts';
import type { Dataset } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import { expressions } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { boxedImage } from '../layout/face-box.ts';
import { fileImage, folderContent } from '../layout/image-files.ts';
import { heldOut, samplesOf } from '../layout/labelled-image.ts';
import { affectnetCsv, isAffectnetCsv } from './affectnet-csv.ts';
import { affectnetFolders, isAffectnetFolders } from './affectnet-folders.ts';
import type { AffectnetLayout, AffectnetOptions } from './affectnet-layout.ts';
import { affectnetSets, isAffectnetSets } from './affectnet-sets.ts';

/**
 * Reads the original release (`training.csv`, `validation.csv`, faces cropped from the photographs by their boxes), the
 * release of cropped faces (`train_set/{images,annotations/*_exp.npy}`), the same with label lists
 * (`train_set/train_annotations_7class.txt`), class folders by name or number in `train|val`, and class folders with
 * `labels.csv`. AffectNet's test set is not public, so its validation set is the test split here, as is customary.
 *
 * @throws MpaferError `data` for another layout or missing images, `label` for a label that AffectNet does not define or
 *   classes in another order
 */
export async function affectnet(host: DataHost, path: string, options: AffectnetOptions): Promise<Dataset> {
  const root = await datasetRoot(host, path, {
    kind: 'affectnet',
    needed: 'training.csv and Manually_Annotated_Images/, train_set/ and val_set/, or class folders in train/ and val/',
    isRoot: (content) => isAffectnetCsv(content) || isAffectnetSets(content) || isAffectnetFolders(content),
  });
  const content = await folderContent(host, root);
  const notes: string[] = [];
  const read = isAffectnetCsv(content) ? affectnetCsv : isAffectnetSets(content) ? affectnetSets : affectnetFolders;
  const found = await read(host, root, options, notes);
  const count = options.classes ?? (found.images.some(({ className }) => className === 'contempt') ? 8 : 7);
  const classes = expressions.slice(0, count);
  const images = found.images.filter(({ className }) => classes.includes(className));
  const dropped = found.images.length - images.length;
  if (dropped > 0) notes.push(`skipped ${plural(dropped, 'image')} of contempt: classes=7`);
  if (images.length === 0) throw new MpaferError('data', `Cannot open "${path}" as affectnet: no image has a label`);
  const split = withSplits({ ...found, images }, options, notes);
  const dataset = {
    name: 'affectnet',
    classes,
    samples: samplesOf(split.images, classes, host, root, ({ id, path = id, box }) => {
      const whole = fileImage(host, root, path);
      if (box === undefined) return whole;
      return boxedImage(whole, box, joinPath(root, id));
    }),
    dealt: split.dealt,
    layout: found.layout,
    ...(found.partial === true ? {} : { protocol: `AffectNet-${count}` }),
  };
  const signature =
    signatureNote(dataset) ?? 'this layout is a part of AffectNet: results on it are not those of the benchmark';
  return { ...dataset, notes: [signature, ...notes] };
}

function withSplits({ images }: AffectnetLayout, { random, valid }: AffectnetOptions, notes: string[]) {
  const source = random.split('affectnet split');
  if (images.some(({ split }) => split === undefined)) {
    const rules = { random: source, valid, test: undefined, by: 'folder' } as const;
    const found = dealSplits(images, rules, notes);
    return { images: images.map((image, index) => ({ ...image, split: found.splits[index]! })), dealt: found.dealt };
  }
  const hasTest = images.some(({ split }) => split === 'test');
  const official = images.map((image) => ({
    ...image,
    split: !hasTest && image.split === 'valid' ? ('test' as const) : image.split!,
  }));
  if (!hasTest) notes.push('test: the validation set of AffectNet, whose test set is not public');
  return heldOut(official, valid, source, notes);
}
