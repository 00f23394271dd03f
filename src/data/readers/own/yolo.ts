// Face boxes in YOLO format: `images/`, `labels/` with a text file per image, and class names in `data.yaml`.
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { badLines } from '../../bad-lines.ts';
import type { Dataset, Split } from '../../dataset.ts';
import { className } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { limit } from '../../limit.ts';
import { splitNamed } from '../../split-names.ts';
import { readTextLines, utf8 } from '../../text-lines.ts';
import { datasetRoot } from '../layout/dataset-root.ts';
import { type FolderContent, folderContent } from '../layout/image-files.ts';
import { type BoxedFace, type BoxedOptions, boxedDataset } from './boxed-faces.ts';

interface Part {
  readonly images: string;
  readonly labels: string;
  readonly split: Split | undefined;
}

const namesFile = /^((data|dataset)\.ya?ml|classes\.txt|obj\.names)$/i;

/**
 * Reads `train/images` with `train/labels`, `images/train` with `labels/train`, or `images` with `labels`. A line of a label
 * file has a class and a centre, width and height relative to the image, or a polygon, whose bounding box is used.
 *
 * @throws MpaferError `data` for another layout or a bad line, `label` for a class without a name
 */
export async function yolo(host: DataHost, path: string, options: BoxedOptions): Promise<Dataset> {
  const root = await datasetRoot(host, path, {
    kind: 'yolo',
    needed: 'images/ and labels/, with class names in data.yaml',
    isRoot: async (content, place) => (await partsOf(host, place, content)).length > 0,
  });
  const content = await folderContent(host, root);
  const names = await classNames(host, root, content, options.classes);
  const notes: string[] = [];
  const parts = await partsOf(host, root, content);
  const faces: BoxedFace[] = [];
  for (const part of parts) faces.push(...(await facesOf(host, root, part, names, notes)));
  const layout = `YOLO labels of ${parts.map(({ labels }) => `${labels}/`).join(', ')}`;
  return boxedDataset(host, root, faces, { name: 'yolo', labels: 'the label files', layout }, options, notes);
}

async function partsOf(host: DataHost, root: string, { folders }: FolderContent): Promise<Part[]> {
  const splits = folders.filter((name) => splitNamed(name) !== undefined);
  const parts: Part[] = [];
  for (const name of splits) {
    const inner = await folderContent(host, joinPath(root, name));
    if (!['images', 'labels'].every((one) => inner.folders.includes(one))) continue;
    parts.push({ images: `${name}/images`, labels: `${name}/labels`, split: splitNamed(name) });
  }
  if (parts.length > 0 || !['images', 'labels'].every((name) => folders.includes(name))) return parts;
  const inLabels = (await folderContent(host, joinPath(root, 'labels'))).folders;
  const inImages = (await folderContent(host, joinPath(root, 'images'))).folders;
  const both = inImages.filter((name) => inLabels.includes(name) && splitNamed(name) !== undefined);
  if (both.length === 0) return [{ images: 'images', labels: 'labels', split: undefined }];
  return both.map((name) => ({ images: `images/${name}`, labels: `labels/${name}`, split: splitNamed(name) }));
}

async function classNames(
  host: DataHost,
  root: string,
  { others }: FolderContent,
  chosen: readonly string[] | undefined,
): Promise<readonly string[]> {
  if (chosen !== undefined) return chosen;
  const file = others.find((name) => namesFile.test(name));
  if (file === undefined) {
    throw new MpaferError(
      'data',
      `Cannot open "${root}" as yolo: found no data.yaml; expected one with the class names`,
      {
        hint: 'Name the classes: classes=NAME,NAME',
      },
    );
  }
  const text = utf8(await host.read(joinPath(root, file)), joinPath(root, file));
  const names = /\.ya?ml$/i.test(file) ? yamlNames(text) : text.split('\n').map((line) => line.trim());
  const known = names.filter((name) => name !== '').map(className);
  if (known.length > 0) return known;
  throw new MpaferError(
    'data',
    `Cannot read "${joinPath(root, file)}": it names no classes; expected names: [NAME, NAME]`,
    {
      hint: 'Name the classes: classes=NAME,NAME',
    },
  );
}

/** `names: [a, b]`, or one name per line: `- a`, `0: a`. */
function yamlNames(text: string): string[] {
  const bare = (name: string) =>
    name
      .replace(/\s+#.*$/, '')
      .trim()
      .replace(/^(['"])(.*)\1$/, '$2');
  const inline = /^names:[ \t]*[[{]([^\]}]*)[\]}]/m.exec(text)?.[1];
  if (inline !== undefined) return inline.split(',').map((name) => bare(name.replace(/^\s*\d+\s*:/, '')));
  const block = /^names:[ \t]*(?:#.*)?\r?\n((?:[ \t]*(?:-|\d+[ \t]*:)[^\n]*(?:\n|$))+)/m.exec(text)?.[1] ?? '';
  return block.split('\n').map((line) => bare(line.trim().replace(/^(-|\d+\s*:)/, '')));
}

async function facesOf(
  host: DataHost,
  root: string,
  { images, labels, split }: Part,
  names: readonly string[],
  notes: string[],
): Promise<BoxedFace[]> {
  const pictures = (await folderContent(host, joinPath(root, images))).images;
  const texts = new Set((await folderContent(host, joinPath(root, labels))).others);
  const atOnce = limit(16);
  const found = await Promise.all(
    pictures.map((picture) =>
      atOnce(async () => {
        const name = picture.replace(/\.[^.]*$/, '.txt');
        if (!texts.has(name)) return undefined;
        const file = joinPath(root, labels, name);
        const bad = badLines(file);
        const faces = (await readTextLines(host, file)).flatMap(({ line, fields }): BoxedFace[] => {
          const [label, ...numbers] = fields.map(Number);
          const own = Number.isInteger(label) ? names[label!] : undefined;
          const box = boxOf(numbers);
          if (own === undefined) bad.add(line, `class is ${fields[0]}; expected 0-${names.length - 1}`);
          else if (box === undefined)
            bad.add(line, `${fields.length} fields; expected class, centre x, centre y, width, height`, 'data');
          else return [{ image: `${images}/${picture}`, split, className: own, box, relative: true }];
          return [];
        });
        bad.check();
        return faces;
      }),
    ),
  );
  const without = found.filter((faces) => faces === undefined || faces.length === 0).length;
  if (without > 0) notes.push(`${images}: skipped ${plural(without, 'image')} without a labelled face`);
  return found.flatMap((faces) => faces ?? []);
}

function boxOf(numbers: readonly number[]): BoxedFace['box'] | undefined {
  if (!numbers.every((value) => value >= 0 && value <= 1)) return undefined;
  if (numbers.length === 4 || numbers.length === 5) {
    const [x, y, width, height] = numbers as [number, number, number, number];
    return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
  }
  if (numbers.length < 6 || numbers.length % 2 !== 0) return undefined;
  const [xs, ys] = [0, 1].map((axis) => numbers.filter((_, at) => at % 2 === axis)) as [number[], number[]];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}
