// Predictions as a CSV file: what a model predicted for each face, in a form that other programs can write too.

import { csvRows } from '../core/csv.ts';
import { csvRow } from '../core/csv-row.ts';
import { MpaferError } from '../core/errors.ts';
import { badLines } from '../data/bad-lines.ts';
import { className } from '../data/expressions.ts';
import { predictedClasses } from '../metrics/predictions.ts';
import { confidences } from './hard-faces.ts';
import type { SamplePredictions } from './sample-predictions.ts';

/** A model's predictions for named faces; classes by name, so that models with different class orders can be compared. */
export interface NamedPredictions {
  /** Name of the model. */
  readonly name: string;
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly predicted: readonly string[];
  /** Probabilities of the predicted classes, if known for every face. */
  readonly confidence?: readonly number[] | undefined;
  /** The person shown in each face. */
  readonly groups?: readonly string[] | undefined;
}

/** Predictions with class names instead of indices. */
export function namedPredictions(name: string, predictions: SamplePredictions): NamedPredictions {
  const { classes, labels, ids, groups } = predictions;
  return {
    name,
    ids,
    labels: labels.map((label) => className(classes[label]!)),
    predicted: Array.from(predictedClasses(predictions), (column) => className(classes[column]!)),
    confidence: Array.from(confidences(predictions), sevenDigits),
    groups,
  };
}

/** The precision of a float32. */
const sevenDigits = (value: number): number => Number(value.toPrecision(7));

/** Columns `id`, `label`, `predicted`, `group` if the people are known, and `p CLASS`: the probability of each class. */
export function predictionsCsv(predictions: SamplePredictions): string {
  const { classes, probabilities, groups } = predictions;
  const { ids, labels, predicted } = namedPredictions('', predictions);
  const head = ['id', 'label', 'predicted', ...(groups ? ['group'] : []), ...classes.map((name) => `p ${name}`)];
  const rows = ids.map((id, face) => {
    const row = probabilities.subarray(face * classes.length, (face + 1) * classes.length);
    return csvRow([
      id,
      labels[face]!,
      predicted[face]!,
      ...(groups ? [groups[face]!] : []),
      ...Array.from(row, sevenDigits),
    ]);
  });
  return [csvRow(head), ...rows].join('');
}

const needed = ['id', 'label', 'predicted'] as const;

/**
 * Reads such a file; columns other than `id`, `label`, `predicted`, `group` and `p CLASS` are ignored. Class names follow the
 * rule of data sets: `happy` is `happiness`.
 *
 * @throws MpaferError `data` for a missing column, an empty cell or a repeated face, naming the first bad line
 */
export function readPredictions(text: string, file: string): NamedPredictions {
  const [header, ...rows] = csvRows(text.replace(/^\ufeff/, ''), file);
  const names = (header?.fields ?? []).map((name) => name.trim().toLowerCase());
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0 || rows.length === 0) {
    throw new MpaferError(
      'data',
      `Cannot read predictions from "${file}": ${missing.length > 0 ? `it has no column ${missing.map((name) => `"${name}"`).join(', ')}` : 'it has no rows'}`,
      { hint: 'A predictions file has the columns id,label,predicted and one row per face' },
    );
  }
  const bad = badLines(file);
  const seen = new Map<string, number>();
  const cell = (fields: readonly string[], name: string) =>
    // Strip the apostrophe that keeps a spreadsheet from running a cell as a formula.
    (fields[names.indexOf(name)] ?? '').trim().replace(/^'(?=[=+\-@])/, '');
  for (const { line, fields } of rows) {
    const empty = needed.find((name) => cell(fields, name) === '');
    const id = cell(fields, 'id').normalize('NFC');
    if (fields.length !== names.length) {
      bad.add(line, `it has ${fields.length} fields, the header has ${names.length}`, 'data');
    } else if (empty !== undefined) bad.add(line, `${empty} is empty`, 'data');
    else if (seen.has(id)) bad.add(line, `"${id}" is already in line ${seen.get(id)}`, 'data');
    seen.set(id, line);
  }
  bad.check();
  const column = (name: string) => rows.map(({ fields }) => cell(fields, name));
  const classes = (name: string) => column(name).map(className);
  // Columns by class, since `p happy` may stand beside `happiness`.
  const probabilityColumns = new Map(
    names.filter((name) => name.startsWith('p ')).map((name) => [className(name.slice(2)).toLowerCase(), name]),
  );
  const predicted = classes('predicted');
  const confidence = rows.map(({ fields }, face) => {
    const own = `p ${cell(fields, 'predicted').toLowerCase()}`;
    const found = names.includes(own) ? own : probabilityColumns.get(predicted[face]!.toLowerCase());
    return found === undefined ? Number.NaN : Number.parseFloat(cell(fields, found));
  });
  return {
    name: file,
    ids: column('id'),
    labels: classes('label'),
    predicted,
    ...(confidence.every((value) => value >= 0 && value <= 1) && { confidence }),
    ...(names.includes('group') && { groups: column('group') }),
  };
}
