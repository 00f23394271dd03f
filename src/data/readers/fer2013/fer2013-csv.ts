// FER2013 as one CSV of pixels, and data sets published in the same form: columns emotion, pixels and Usage in any order.

import { columnsOf } from '../../../core/csv.ts';
import { MpaferError } from '../../../core/errors.ts';
import type { RgbImage } from '../../../core/image.ts';
import { badLines } from '../../bad-lines.ts';
import type { Split } from '../../dataset.ts';
import type { Expression } from '../../expressions.ts';
import { fer2013Table, type LabelTable, numbersOf } from '../../label-tables.ts';
import { splitNamed } from '../../split-names.ts';
import { utf8 } from '../../text-lines.ts';

export const fer2013CsvNames = ['fer2013.csv', 'icml_face_data.csv'] as const;

/** CK+ in FER2013's form, and the training file of the competition, which has no Usage. */
export const otherCsvNames = ['ckextended.csv', 'train.csv'] as const;

/** In CK+ in FER2013's form, 7 is contempt. */
export const isCkExtended = (file: string): boolean => /(^|[\\/])ckextended\.csv$/i.test(file);

const ckExtendedTable: LabelTable = new Map([...fer2013Table, [7, 'contempt']]);

const side = 48;
const pixelCount = side * side;

export interface Fer2013Row {
  /** Row number after the header, from 0. */
  readonly index: number;
  /** Undefined if the file has no Usage column. */
  readonly split: Split | undefined;
  readonly expression: Expression;
  /** 48 x 48 grey values. */
  readonly grey: Uint8Array;
}

const comma = 0x2c;
const space = 0x20;
const quote = 0x22;

/**
 * Parses the bytes directly: 300 MB of text encode 80 MB of pixels, and a string for each line would not fit in memory too.
 *
 * @throws MpaferError `data` or `label`, naming the first bad line and counting the rest
 */
export function readFer2013Csv(bytes: Uint8Array, file: string): Fer2013Row[] {
  const headerEnd = lineEnd(bytes, 0);
  const header = utf8(bytes.subarray(0, headerEnd), file);
  const fields = header.split(',').map((name) => name.replaceAll('"', ''));
  const plain = fields.map((name) => name.trim().toLowerCase());
  if (plain.includes('pixels') && !plain.includes('emotion')) {
    throw new MpaferError('data', `Cannot read "${file}": it has no column "emotion"; expected labelled rows`, {
      hint: "The competition's test.csv has no labels: its train.csv has",
    });
  }
  const hasUsage = plain.includes('usage');
  const at = columnsOf({ line: 1, fields }, ['emotion', 'pixels', ...(hasUsage ? (['Usage'] as const) : [])], file);
  const table = isCkExtended(file) ? ckExtendedTable : fer2013Table;
  const bad = badLines(file);
  const rows: Fer2013Row[] = [];
  let line = 1;
  for (let start = headerEnd + 1; start < bytes.length; ) {
    const end = lineEnd(bytes, start);
    line++;
    const parts = split(bytes, start, end);
    const texts = (column: number) => (parts[column] === undefined ? '' : ascii(bytes, ...parts[column]));
    start = end + 1;
    if (parts.length === 1 && texts(0) === '') continue;
    const emotion = texts(at.emotion);
    const usage = hasUsage ? texts(at.Usage) : '';
    const expression = /^\d$/.test(emotion) ? table.get(Number(emotion)) : undefined;
    const part = splitNamed(usage);
    if (parts.length !== fields.length) bad.add(line, `${parts.length} fields; expected ${fields.length}`, 'data');
    else if (expression === undefined) bad.add(line, `emotion is "${emotion}"; expected ${numbersOf(table)}`);
    else if (hasUsage && part === undefined) {
      bad.add(line, `Usage is "${usage}"; expected Training, PublicTest or PrivateTest`, 'data');
    } else {
      const grey = greys(bytes, ...parts[at.pixels]!);
      if (grey instanceof Uint8Array) rows.push({ index: line - 2, split: part, expression, grey });
      else bad.add(line, grey, 'data');
    }
  }
  bad.check();
  if (rows.length === 0) throw new MpaferError('data', `Cannot read "${file}": it holds no image`);
  return rows;
}

/** Repeats grey in three channels. */
export function greyImage(grey: Uint8Array): RgbImage {
  const data = new Uint8Array(grey.length * 3);
  grey.forEach((value, at) => {
    data.fill(value, at * 3, at * 3 + 3);
  });
  return { width: side, height: side, data };
}

function lineEnd(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(0x0a, start);
  return end < 0 ? bytes.length : end;
}

type Part = readonly [start: number, end: number];

function split(bytes: Uint8Array, start: number, end: number): Part[] {
  const parts: Part[] = [];
  for (let from = start; ; ) {
    const next = bytes.indexOf(comma, from);
    if (next < 0 || next >= end) return [...parts, [from, end]];
    parts.push([from, next]);
    from = next + 1;
  }
}

/** A short field as text, without surrounding blanks, quotes and line breaks. */
const ascii = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 40))).replace(/^[\s"]+|[\s"]+$/g, '');

/** The pixels, or a description of what is wrong with them. */
function greys(bytes: Uint8Array, start: number, end: number): Uint8Array | string {
  const values = new Uint8Array(pixelCount);
  let count = 0;
  let value = -1;
  for (let at = start; at <= end; at++) {
    const byte = at < end ? bytes[at]! : space;
    if (byte >= 0x30 && byte <= 0x39) {
      value = (value < 0 ? 0 : value * 10) + byte - 0x30;
      if (value > 255) return 'a pixel is above 255';
    } else if (byte === space || byte === quote || byte === 0x0d) {
      if (value >= 0) {
        if (count < pixelCount) values[count] = value;
        count++;
      }
      value = -1;
    } else return `a pixel holds "${String.fromCharCode(byte)}"; expected a whole number`;
  }
  return count === pixelCount ? values : `${count} pixels; expected ${pixelCount}`;
}
