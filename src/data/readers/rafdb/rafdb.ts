// RAF-DB, basic (Li et al. 2017): seven expressions, 12,271 training and 3,068 test images, in every layout in circulation.
import { MpaferError } from '../../../core/errors.ts';
import { signatureNote } from '../../compare-counts.ts';
import type { Dataset } from '../../dataset.ts';
import { expressions } from '../../expressions.ts';
import type { DataHost } from '../../host.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { boxedImage } from '../layout/face-box.ts';
import { fileImage, folderContent } from '../layout/image-files.ts';
import { heldOut, samplesOf } from '../layout/labelled-image.ts';
import { rafdbFolders } from './rafdb-folders.ts';
import type { RafdbOptions } from './rafdb-layout.ts';
import { rafdbLists } from './rafdb-lists.ts';

const classes: readonly string[] = expressions.filter((name) => name !== 'contempt');

/**
 * Reads the official layout (`EmoLabel/list_patition_label.txt`, `Image/aligned`), the lists that others have added
 * (`train.txt` and `test.txt`; `images.txt`, `image_class_labels.txt` and `train_test_split.txt`), the copy with
 * `DATASET/train|test/1-7`, and class folders by name. Class counts are compared with the published ones.
 *
 * @param path the folder that contains `EmoLabel`, `DATASET` or `train`, or a parent of it
 * @throws MpaferError `data` for another layout or missing images, `label` for a label outside 1-7 or classes in another order
 */
export async function rafdb(host: DataHost, path: string, options: RafdbOptions): Promise<Dataset> {
  const root = await datasetRoot(host, path, {
    kind: 'rafdb',
    needed: 'EmoLabel/ and Image/, DATASET/, or train/ and test/ with class folders',
    // The release's compound expressions have separate lists.
    isRoot: ({ folders }, place) =>
      (folders.includes('EmoLabel') && !/(^|[\\/])compound$/i.test(place)) ||
      folders.includes('DATASET') ||
      (folders.includes('train') && ['test', 'valid', 'val'].some((name) => folders.includes(name))),
  });
  const notes: string[] = [];
  const listed = (await folderContent(host, root)).folders.includes('EmoLabel');
  if (!listed && options.images !== undefined) {
    throw new MpaferError(
      'usage',
      `Cannot apply images=${options.images} to "${path}": class folders hold one kind of images`,
      {
        hint: `Remove images=${options.images}`,
      },
    );
  }
  const found = listed ? await rafdbLists(host, root, options, notes) : await rafdbFolders(host, root, options, notes);
  const split = heldOut(found.images, options.valid, options.random.split('rafdb validation'), notes);
  const dataset = {
    name: 'rafdb',
    classes,
    samples: samplesOf(split.images, classes, host, root, ({ id, path = id, box }) => {
      const whole = fileImage(host, root, path);
      return box === undefined ? whole : boxedImage(whole, box, id);
    }),
    dealt: split.dealt,
    layout: found.layout,
    protocol: 'RAF-DB basic',
  };
  const signature = signatureNote(dataset)!;
  if (found.unsure === true && !signature.startsWith('counts of every class are')) {
    throw new MpaferError(
      'label',
      `Cannot open "${path}" as rafdb: its class folders are 0-6, RAF-DB's numbers are 1-7, and the counts do not show which is which`,
      { hint: 'Rename the folders by expression' },
    );
  }
  return { ...dataset, notes: [signature, ...notes] };
}
