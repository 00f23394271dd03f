// Face boxes in COCO format: one JSON file per split with images, annotations and categories.
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { badLines } from '../../bad-lines.ts';
import type { Dataset, Split } from '../../dataset.ts';
import { className } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { splitNamed } from '../../split-names.ts';
import { utf8 } from '../../text-lines.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { type FolderContent, folderContent, plainName } from '../layout/image-files.ts';
import { cocoFile } from '../layout/looks-like.ts';
import { presentImages } from '../layout/present-images.ts';
import { type BoxedFace, type BoxedOptions, boxedDataset } from './boxed-faces.ts';

interface Part {
  /** The JSON file, relative to the root. */
  readonly file: string;
  readonly split: Split | undefined;
}

/**
 * Reads `train/_annotations.coco.json` beside the images, or `annotations/instances_train.json` with the images in `train/`,
 * `images/train/` or `images/`.
 *
 * @throws MpaferError `data` for another layout or damaged JSON
 */
export async function coco(host: DataHost, path: string, options: BoxedOptions): Promise<Dataset> {
  const root = await datasetRoot(host, path, {
    kind: 'coco',
    needed: 'train/_annotations.coco.json or annotations/instances_train.json',
    isRoot: async (content, place) => (await partsOf(host, place, content)).length > 0,
  });
  const notes: string[] = [];
  const faces: BoxedFace[] = [];
  const parts = await partsOf(host, root, await folderContent(host, root));
  for (const part of parts) faces.push(...(await facesOf(host, root, part, notes)));
  const files = parts.map(({ file }) => file).join(', ');
  return boxedDataset(
    host,
    root,
    faces,
    { name: 'coco', labels: files, layout: `COCO boxes of ${files}` },
    options,
    notes,
  );
}

async function partsOf(host: DataHost, root: string, { folders, others }: FolderContent): Promise<Part[]> {
  const parts: Part[] = [];
  const add = (place: string, names: readonly string[], split: (name: string) => Split | undefined) => {
    for (const name of names.filter((each) => cocoFile.test(each)))
      parts.push({ file: place + name, split: split(name) });
  };
  for (const folder of folders) {
    const split = splitNamed(folder);
    if (split === undefined && !/^annotations?$/i.test(folder)) continue;
    const inner = await folderContent(host, joinPath(root, folder));
    add(`${folder}/`, inner.others, (name) => split ?? splitIn(name));
  }
  if (parts.length === 0) add('', others, splitIn);
  return parts;
}

/** `instances_val2017.json` is `valid`. */
const splitIn = (name: string): Split | undefined =>
  name
    .toLowerCase()
    .split(/[^a-z]+/)
    .map(splitNamed)
    .find((split) => split !== undefined);

async function facesOf(host: DataHost, root: string, { file, split }: Part, notes: string[]): Promise<BoxedFace[]> {
  const full = joinPath(root, file);
  const { images, annotations, categories } = listsOf(utf8(await host.read(full), full), full);
  const pathOf = new Map(
    images.map((image) => [image.id, typeof image.file_name === 'string' ? plainName(image.file_name) : '']),
  );
  const nameOf = new Map(categories.map((category) => [category.id, String(category.name)]));
  const place = await imagesOf(host, root, file, [...pathOf.values()][0] ?? '');
  const bad = badLines(file, 'row');
  const faces = annotations.flatMap((annotation, index): BoxedFace[] => {
    const image = pathOf.get(annotation.image_id);
    const name = nameOf.get(annotation.category_id);
    const numbers = Array.isArray(annotation.bbox) ? annotation.bbox.map(Number) : [];
    const [left = 0, top = 0, width = 0, height = 0] = numbers;
    if (image === undefined || image === '') bad.add(index + 1, `image ${annotation.image_id} is not listed`, 'data');
    else if (name === undefined) bad.add(index + 1, `category ${annotation.category_id} has no name`);
    else if (numbers.length !== 4 || !numbers.every(Number.isFinite) || width <= 0 || height <= 0) {
      bad.add(index + 1, 'bbox is not a box; expected left, top, width, height', 'data');
    } else {
      const box = { left, top, right: left + width, bottom: top + height };
      return [{ image: place + image, split, className: className(name), box, relative: false }];
    }
    return [];
  });
  bad.check();
  const named = new Set(annotations.map(({ image_id }) => image_id));
  const without = images.filter(({ id }) => !named.has(id)).length;
  if (without > 0) notes.push(`${file}: skipped ${plural(without, 'image')} without a labelled face`);
  return faces;
}

type Entry = Readonly<Record<string, unknown>>;

function listsOf(text: string, file: string) {
  const refuse = (found: string) =>
    new MpaferError('data', `Cannot read "${file}": ${found}; expected images, annotations and categories of COCO`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(`it is not JSON (${(error as Error).message})`);
  }
  const list = (name: string): readonly Entry[] => {
    const entries: unknown = Object(value)[name];
    if (!Array.isArray(entries)) throw refuse(`it has no list "${name}"`);
    return entries.filter((entry): entry is Entry => typeof entry === 'object' && entry !== null);
  };
  return { images: list('images'), annotations: list('annotations'), categories: list('categories') };
}

/** The image folder, with a trailing slash: the JSON file's own folder, or one named after it. */
async function imagesOf(host: DataHost, root: string, file: string, first: string): Promise<string> {
  const own = file.slice(0, file.lastIndexOf('/') + 1);
  const word = /(train|valid|val|test)\w*(?=\.json$)/i.exec(file)?.[0];
  const named =
    word === undefined
      ? []
      : [`${word}/`, `images/${word}/`, `images/${word.replace(/\d+$/, '')}/`, `${word.replace(/\d+$/, '')}/`];
  const places = [own, ...named, 'images/', ''];
  for (const place of places) {
    if ((await presentImages(host, root, [place + first])).size > 0) return place;
  }
  return own;
}
