// The rows of a user's CSV: image, label, split, person and box of each.
import { MpaferError } from '../../../core/errors.ts';
import { badLines } from '../../bad-lines.ts';
import type { Split } from '../../dataset.ts';
import { type LabelNaming, namedLabel } from '../../label-names.ts';
import type { FaceBox } from '../layout/face-box.ts';
import { plainName } from '../layout/image-files.ts';
import type { CsvColumns } from './csv-columns.ts';
import type { CsvFile } from './csv-files.ts';

export interface CsvImage {
  /** Stable name of the face: the image's path, plus a number if the image has several faces. */
  readonly id: string;
  /** Path of the image, in Unicode NFC. */
  readonly image: string;
  readonly label: string | undefined;
  /** As written in the file. */
  readonly written: string;
  readonly split: Split | undefined;
  readonly group?: string;
  readonly box?: FaceBox;
  readonly file: string;
  readonly line: number;
  readonly fields: readonly string[];
}

export const isAbsolute = (path: string): boolean => /^([\\/]|[a-z]:[\\/])/i.test(path);

/** @throws MpaferError `data` or `label`, naming the first bad line and counting the rest */
export function csvRows(list: CsvFile, columns: CsvColumns, naming: LabelNaming): CsvImage[] {
  const { file, header, rows } = list;
  const names = (header?.fields ?? []).map((name) => name.trim());
  const bad = badLines(file);
  const seen = new Set<string>();
  const read: CsvImage[] = [];
  for (const { line, fields } of rows) {
    const textAt = (column: string) => fields[names.indexOf(column)]?.trim() ?? '';
    const path = plainName(textAt(columns.image)).replaceAll('\\', '/').replace(/^\.\//, '');
    const split = columns.split?.of(textAt) ?? list.split;
    const written = columns.label === undefined ? '' : textAt(columns.label);
    const label = columns.label === undefined ? undefined : namedLabel(written, naming);
    const box = columns.box?.of(textAt);
    const key = `${path} ${box === undefined ? '' : JSON.stringify(box)}`;
    if (fields.length !== names.length) bad.add(line, `${fields.length} fields; expected ${names.length}`, 'data');
    else if (path === '') bad.add(line, 'the image has no path', 'data');
    else if (seen.has(key)) bad.add(line, `"${path}" is named a second time`, 'data');
    else if (typeof split === 'object') bad.add(line, split.wrong, 'data');
    else if (label !== undefined && 'wrong' in label) bad.add(line, label.wrong);
    else if (box !== undefined && 'wrong' in box) bad.add(line, box.wrong, 'data');
    else {
      const image = isAbsolute(path) ? path : list.place + path;
      const group = columns.group === undefined ? '' : textAt(columns.group);
      read.push({
        id: image,
        image,
        label: label?.className,
        written,
        split,
        file,
        line,
        fields,
        ...(group === '' ? {} : { group }),
        ...(box === undefined ? {} : { box }),
      });
    }
    seen.add(key);
  }
  bad.check();
  if (read.length === 0) throw new MpaferError('data', `Cannot read "${file}": it names no image`);
  return columns.box === undefined ? read : severalFaces(read);
}

/** Faces from one photograph are numbered, and stay in one split. */
function severalFaces(images: readonly CsvImage[]): CsvImage[] {
  const counts = new Map<string, number>();
  for (const { image } of images) counts.set(image, (counts.get(image) ?? 0) + 1);
  if ([...counts.values()].every((count) => count === 1)) return [...images];
  const next = new Map<string, number>();
  return images.map((face) => {
    const number = (next.get(face.image) ?? 0) + 1;
    next.set(face.image, number);
    const id = counts.get(face.image) === 1 ? face.id : `${face.image}#${number}`;
    return { ...face, id, group: face.group ?? face.image };
  });
}
