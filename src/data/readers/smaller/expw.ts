// ExpW (Zhang et al. 2016): 91,793 faces in photographs from the web, with boxes and labels in `label.lst`.

import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Random } from '../../../core/random.ts';
import { badLines } from '../../bad-lines.ts';
import { signatureNote } from '../../compare-counts.ts';
import type { Dataset } from '../../dataset.ts';
import { dealSplits } from '../../deal-splits.ts';
import { type Expression, expressions } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { expwTable, numbersOf } from '../../label-tables.ts';
import { readTextLines } from '../../text-lines.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { boxedImage, type FaceBox } from '../layout/face-box.ts';
import { fileImage, folderContent } from '../layout/image-files.ts';
import { samplesOf } from '../layout/labelled-image.ts';
import { type MissingPolicy, presentRows } from '../layout/missing-images.ts';

export interface ExpwOptions {
  /** Draws the splits, since the data set defines none. */
  readonly random: Random;
  /** Fraction of the images for validation, default 0.1. */
  readonly valid?: number | undefined;
  /** Fraction of the images for testing, default 0.2. */
  readonly test?: number | undefined;
  /** Skips faces with a lower detection confidence, 0 to 100; default 0, which keeps all. */
  readonly confidence?: number;
  /** What to do about missing images; default `refuse`. */
  readonly missing?: MissingPolicy;
}

interface Face {
  readonly id: string;
  readonly image: string;
  readonly box: FaceBox;
  readonly confidence: number;
  readonly className: Expression;
}

const classes: readonly string[] = expressions.filter((name) => name !== 'contempt');
const list = 'label.lst';
const imageFolders = ['image/origin', 'data/image/origin', 'origin', 'image', 'images'];
const fieldNames = 'image, face, top, left, right, bottom, confidence and label';

/**
 * Reads `label/label.lst` and the photographs of `image/origin/`. Boxes are listed as top, left, RIGHT, BOTTOM. Faces
 * from one photograph are always in the same split.
 *
 * @param path the folder that contains `label` and `image`, or a parent of it
 * @throws MpaferError `data` for another layout or missing images, `label` for a label outside 0-6
 */
export async function expw(host: DataHost, path: string, options: ExpwOptions): Promise<Dataset> {
  const { random, valid, test, confidence = 0, missing = 'refuse' } = options;
  const root = await datasetRoot(host, path, {
    kind: 'expw',
    needed: `label/${list} and image/origin/`,
    isRoot: ({ folders, others }) => others.includes(list) || (folders.includes('label') && folders.includes('image')),
  });
  const { others } = await folderContent(host, root);
  const file = others.includes(list) ? joinPath(root, list) : joinPath(root, 'label', list);
  const notes: string[] = [];
  const faces = await readFaces(host, file, notes);
  const { folder, names } = await imagesOf(host, root, faces[0]!.image);
  const sure = faces.filter((face) => face.confidence >= confidence);
  if (sure.length < faces.length) {
    notes.push(
      `skipped ${faces.length - sure.length} of ${plural(faces.length, 'face')} with a confidence below ${confidence}`,
    );
  }
  const found = { rows: sure, nameOf: ({ image }: Face) => image, present: names, policy: missing, notes };
  const kept = presentRows({ ...found, labelFile: file, folder: joinPath(root, folder) });
  const grouped = kept.map((face) => ({ ...face, split: undefined, group: face.image }));
  const { splits, dealt } = dealSplits(
    grouped,
    { random: random.split('expw split'), valid, test, by: 'column' },
    notes,
  );
  const images = grouped.map((face, index) => ({ ...face, split: splits[index]! }));
  const dataset = {
    name: 'expw',
    classes,
    samples: samplesOf(images, classes, host, root, ({ image, box, id }) => {
      const whole = fileImage(host, joinPath(root, folder), image);
      return boxedImage(whole, box, id);
    }),
    dealt,
    layout: `faces cut out of ${folder}/ by the boxes of ${list}`,
    protocol: 'ExpW',
  };
  return { ...dataset, notes: [signatureNote(dataset)!, ...notes] };
}

async function imagesOf(host: DataHost, root: string, first: string) {
  for (const folder of imageFolders) {
    const parts = folder.split('/');
    let content = await folderContent(host, root);
    let place = root;
    for (const part of parts) {
      if (!content.folders.includes(part)) {
        place = '';
        break;
      }
      place = joinPath(place, part);
      content = await folderContent(host, place);
    }
    if (place !== '' && content.images.length > 0) return { folder, names: new Set(content.images) };
  }
  throw new MpaferError(
    'data',
    `Cannot open "${root}" as expw: found no folder of images such as image/origin/; expected one with "${first}"`,
    { hint: 'Unpack the parts of origin.7z into image/' },
  );
}

async function readFaces(host: DataHost, file: string, notes: string[]): Promise<Face[]> {
  const bad = badLines(file);
  const faces: Face[] = [];
  const lines = new Map<string, string>();
  let repeated = 0;
  for (const { line, fields } of await readTextLines(host, file)) {
    const [image = '', face = '', ...rest] = fields;
    const numbers = rest.map(Number);
    const [top, left, right, bottom, confidence, label] = numbers as [number, number, number, number, number, number];
    const className = expwTable.get(label);
    const text = fields.join(' ');
    if (fields.length !== 8) bad.add(line, `${fields.length} fields; expected 8: ${fieldNames}`, 'data');
    else if (!numbers.every(Number.isFinite)) bad.add(line, 'box, confidence or label is not a number', 'data');
    else if (className === undefined) bad.add(line, `label is ${rest[5]}; expected ${numbersOf(expwTable)}`);
    else if (right <= left || bottom <= top) {
      bad.add(line, `box is top ${top}, left ${left}, right ${right}, bottom ${bottom}: it is empty`, 'data');
    } else if (lines.get(`${image} ${face}`) === text) repeated++;
    else {
      // A repeated face with another box or label gets its own name.
      const key = `${image} ${face}`;
      const id = lines.has(key) ? `${image}#${face}@${line}` : `${image}#${face}`;
      if (!lines.has(key)) lines.set(key, text);
      faces.push({ id, image, box: { left, top, right, bottom }, confidence, className });
    }
  }
  bad.check();
  if (faces.length === 0) throw new MpaferError('data', `Cannot read "${file}": it names no face`);
  if (repeated > 0) notes.push(`skipped ${plural(repeated, 'repeated line')}`);
  return faces;
}
