// AffectNet in class folders, by name or number, in `train|val|test` or without splits; `labels.csv` overrides the folders.

import { columnsOf } from '../../../core/csv.ts';
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { badLines } from '../../bad-lines.ts';
import type { Split } from '../../dataset.ts';
import { type Expression, resolveExpression } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { affectnetTable, expressionOf } from '../../label-tables.ts';
import { readCsv } from '../../read-csv.ts';
import { splitNamed } from '../../split-names.ts';
import { expressionFolders } from '../layout/expression-folders.ts';
import { type FolderContent, folderContent } from '../layout/image-files.ts';
import { presentRows } from '../layout/missing-images.ts';
import type { AffectnetImage, AffectnetLayout, AffectnetOptions } from './affectnet-layout.ts';

const list = 'labels.csv';

/** Class folders without splits are AffectNet only if accompanied by their list. */
export const isAffectnetFolders = ({ folders, others }: FolderContent): boolean =>
  folders.some((name) => splitNamed(name) === 'train') ||
  (others.includes(list) && folders.filter((name) => resolveExpression(name) !== undefined).length >= 6);

export async function affectnetFolders(
  host: DataHost,
  root: string,
  options: Pick<AffectnetOptions, 'missing'>,
  notes: string[],
): Promise<AffectnetLayout> {
  const top = await folderContent(host, root);
  const named = top.folders.filter((name) => splitNamed(name) !== undefined);
  const images: (AffectnetImage & { readonly within: string })[] = [];
  for (const within of named.length > 0 ? named : ['']) {
    const place = within === '' ? [] : [within];
    const found = await expressionFolders(host, root, place, affectnetTable, 'AffectNet');
    notes.push(...found.notes);
    const split: Split | undefined = splitNamed(within);
    for (const { id, path, className } of found.images) images.push({ id, path, split, className, within });
  }
  if (images.length === 0) {
    throw new MpaferError('data', `Cannot open "${root}" as affectnet: its class folders hold no images`);
  }
  const where = named.length > 0 ? ` in ${named.join(', ')}` : '';
  if (!top.others.includes(list)) return { layout: `class folders${where}`, images };

  // In copies with a list, folder and list disagree about some images; the list is the later labelling.
  const labels = await listedLabels(host, joinPath(root, list));
  let differing = 0;
  let unlisted = 0;
  const seen = new Set<string>();
  const relabelled = images.map(({ within, ...image }) => {
    const path = within === '' ? image.id : image.id.slice(within.length + 1);
    const listed = labels.get(image.id.toLowerCase()) ?? labels.get(path.toLowerCase());
    seen.add(
      listed === undefined ? '' : labels.has(image.id.toLowerCase()) ? image.id.toLowerCase() : path.toLowerCase(),
    );
    if (listed === undefined) unlisted++;
    else if (listed.className !== image.className) differing++;
    return { ...image, className: listed?.className ?? image.className };
  });
  if (differing > 0)
    notes.push(
      `${plural(differing, 'image is', 'images are')} in another class folder than ${list} says; the list is used`,
    );
  if (unlisted > 0) notes.push(`${plural(unlisted, 'image is', 'images are')} not in ${list}; the folder is used`);
  const absent = [...labels]
    .filter(([key]) => !seen.has(key))
    .map(([, { path, className }]) => ({
      id: path,
      split: named.length > 0 ? ('train' as const) : undefined,
      className,
    }));
  const rows = presentRows<AffectnetImage>({
    rows: [...relabelled, ...absent],
    nameOf: ({ id }) => id,
    present: new Set(images.map(({ id }) => id)),
    labelFile: joinPath(root, list),
    folder: root,
    policy: options.missing ?? 'refuse',
    notes,
  });
  return { layout: `class folders${where}, labels of ${list}`, images: rows, partial: true };
}

/** Columns pth and label; keys are lower-case paths, because copies differ in the case of their folders. */
async function listedLabels(host: DataHost, file: string) {
  const [header, ...rows] = await readCsv(host, file);
  const at = columnsOf(header, ['pth', 'label'], file);
  const bad = badLines(file);
  const labels = new Map<string, { readonly path: string; readonly className: Expression }>();
  for (const { line, fields } of rows) {
    const path = fields[at.pth]?.trim().replaceAll('\\', '/') ?? '';
    const label = fields[at.label]?.trim() ?? '';
    const className = expressionOf(label, affectnetTable);
    if (path === '') bad.add(line, 'the image has no name', 'data');
    else if (className === undefined) bad.add(line, `label is "${label}"; expected an expression or 0-7`);
    else if (labels.has(path.toLowerCase())) bad.add(line, `"${path}" is named a second time`, 'data');
    else labels.set(path.toLowerCase(), { path, className });
  }
  bad.check();
  return labels;
}
