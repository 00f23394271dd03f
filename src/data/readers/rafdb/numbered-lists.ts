// Three lists joined by number: `images.txt`, `image_class_labels.txt` and `train_test_split.txt` (1 is training).
import type { ErrorCode } from '../../../core/errors.ts';
import { badLines } from '../../bad-lines.ts';
import type { Split } from '../../dataset.ts';
import type { Expression } from '../../expressions.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { type LabelTable, numbersOf } from '../../label-tables.ts';
import { readTextLines, type TextLine } from '../../text-lines.ts';

export interface NumberedImage {
  readonly name: string;
  readonly split: Split;
  readonly className: Expression;
}

/** In the order of `images.txt`. @throws MpaferError `data` or `label`, naming the first bad line and counting the rest */
export async function numberedLists(host: DataHost, folder: string, table: LabelTable): Promise<NumberedImage[]> {
  const names = await numberedLines(
    host,
    joinPath(folder, 'images.txt'),
    (text) => (/\.\w+$/.test(text) ? undefined : `image is "${text}"; expected a file like train_00001.jpg`),
    'data',
  );
  const labels = await numberedLines(host, joinPath(folder, 'image_class_labels.txt'), (text) =>
    /^\d+$/.test(text) && table.has(Number(text)) ? undefined : `label is ${text}; expected ${numbersOf(table)}`,
  );
  const parts = await numberedLines(host, joinPath(folder, 'train_test_split.txt'), (text) =>
    /^[01]$/.test(text) ? undefined : `split is ${text}; expected 1 for training or 0 for test`,
  );
  const bad = badLines(joinPath(folder, 'images.txt'));
  const images: NumberedImage[] = [];
  for (const [number, { value, line }] of names) {
    const label = labels.get(number);
    const part = parts.get(number);
    if (label === undefined) bad.add(line, `number ${number} has no line in image_class_labels.txt`, 'data');
    else if (part === undefined) bad.add(line, `number ${number} has no line in train_test_split.txt`, 'data');
    else {
      const className = table.get(Number(label.value))!;
      images.push({ name: value, split: part.value === '1' ? 'train' : 'test', className });
    }
  }
  bad.check();
  return images;
}

type Numbered = Map<number, { readonly value: string; readonly line: number }>;

/** @param wrong describes what is wrong with a value, or returns undefined */
async function numberedLines(
  host: DataHost,
  file: string,
  wrong: (text: string) => string | undefined,
  code: ErrorCode = 'label',
): Promise<Numbered> {
  const bad = badLines(file);
  const lines: Numbered = new Map();
  const check = ({ line, fields }: TextLine) => {
    const [first = '', value = ''] = fields;
    if (fields.length !== 2) return bad.add(line, `${fields.length} fields; expected 2: number and value`, 'data');
    if (!/^\d+$/.test(first)) return bad.add(line, `"${first}" is no number`, 'data');
    if (lines.has(Number(first))) return bad.add(line, `number ${first} is given a second time`, 'data');
    const found = wrong(value);
    if (found !== undefined) bad.add(line, found, code);
    lines.set(Number(first), { value, line });
  };
  for (const entry of await readTextLines(host, file)) check(entry);
  bad.check();
  return lines;
}
