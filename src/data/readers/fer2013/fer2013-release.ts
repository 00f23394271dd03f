// FER2013's labels beside the images of the FERPlus release: `fer2013-labels.csv` and `FER2013Train|FER2013Valid|FER2013Test`.
import { plural } from '../../../core/plural.ts';
import { type Dataset, type Sample, splits } from '../../dataset.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { fileImage, folderContent } from '../layout/image-files.ts';
import { presentRows } from '../layout/missing-images.ts';
import { fer2013Folders, fer2013LabelsFile, readFer2013Labels } from './fer2013-labels.ts';
import type { Fer2013Options } from './fer2013-options.ts';

export async function fer2013Release(
  host: DataHost,
  root: string,
  classes: readonly string[],
  options: Fer2013Options,
): Promise<Pick<Dataset, 'samples' | 'notes'> & { readonly layout: string }> {
  const rows = await readFer2013Labels(host, root);
  const { folders } = await folderContent(host, root);
  const samples: Sample[] = [];
  const notes: string[] = [];
  for (const split of splits) {
    const folder = fer2013Folders[split];
    if (!folders.includes(folder)) {
      notes.push(`${split}: no folder ${folder}, the split is empty`);
      continue;
    }
    const present = (await folderContent(host, joinPath(root, folder))).images;
    const named = presentRows({
      rows: rows.filter((row) => row.split === split),
      nameOf: ({ image }) => image,
      present: new Set(present),
      labelFile: joinPath(root, fer2013LabelsFile),
      folder: joinPath(root, folder),
      policy: options.missing ?? 'refuse',
      notes,
    });
    if (named.length === 0) notes.push(`${split}: no label names it, the split is empty`);
    if (present.length > named.length)
      notes.push(`${split}: skipped ${plural(present.length - named.length, 'image')} without a label`);
    const twins = split === 'train' ? named.filter((row) => row.duplicateInOtherSplit).length : 0;
    const drop = split === 'train' && options.duplicates === 'drop';
    if (twins > 0) {
      const what = `${plural(twins, 'image that has', 'images that have')} an exact duplicate in another split`;
      notes.push(drop ? `train: skipped ${what}` : `train: kept ${what}; duplicates=drop skips them`);
    }
    for (const { image, expression, duplicateInOtherSplit } of named) {
      if (drop && duplicateInOtherSplit) continue;
      const id = `${folder}/${image}`;
      samples.push({ id, split, label: classes.indexOf(expression), ...fileImage(host, root, id) });
    }
  }
  return { samples, notes, layout: `${fer2013LabelsFile} beside the folders of the FERPlus release` };
}
