// Predictions as a CSV: what a run said of each face, to be kept, compared, and made by other programs too.
import { MpaferError } from '../core/errors.ts';
import { badLines } from '../data/bad-lines.ts';
import { csvRows } from '../data/csv.ts';
import { csvRow } from '../data/csv-row.ts';
import { predictedClasses } from '../metrics/predictions.ts';
import { confidences } from './hard-faces.ts';
import type { SamplePredictions } from './sample-predictions.ts';

/** What a model said of named faces; classes by name, so that models of other class orders can be compared. */
export interface NamedPredictions {
  /** What the model is called. */
  readonly name: string;
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly predicted: readonly string[];
  /** Probabilities of the predicted classes, where they are known of every face. */
  readonly confidence?: readonly number[] | undefined;
  /** Who is shown, for each face. */
  readonly groups?: readonly string[] | undefined;
}

/** By class names. */
export function namedPredictions(name: string, predictions: SamplePredictions): NamedPredictions {
  const { classes, labels, ids, groups } = predictions;
  return {
    name,
    ids,
    labels: labels.map((label) => classes[label]!),
    predicted: Array.from(predictedClasses(predictions), (column) => classes[column]!),
    confidence: Array.from(confidences(predictions), sevenDigits),
    groups,
  };
}

/** All that a float32 holds. */
const sevenDigits = (value: number): number => Number(value.toPrecision(7));

/** Columns `id`, `label`, `predicted`, `group` where faces have one, and `p CLASS`: the probability of each class. */
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
 * Reads such a file; columns but `id`, `label`, `predicted`, `group` and `p CLASS` do not matter.
 *
 * @throws MpaferError `data` for a missing column or an empty cell, naming the first bad line, and for a face named twice
 */
export function readPredictions(text: string, file: string): NamedPredictions {
  const [header, ...rows] = csvRows(text.replace(/^\ufeff/, ''), file);
  const names = (header?.fields ?? []).map((name) => name.trim().toLowerCase());
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0 || rows.length === 0) {
    throw new MpaferError(
      'data',
      `Cannot read predictions from "${file}": ${missing.length > 0 ? `it has no column ${missing.map((name) => `"${name}"`).join(', ')}` : 'it has no row'}`,
      { hint: 'A predictions file has the columns id,label,predicted; mpafer evaluate --out writes one' },
    );
  }
  const bad = badLines(file);
  const seen = new Map<string, number>();
  const cell = (fields: readonly string[], name: string) =>
    // Without the apostrophe that keeps a spreadsheet from running a cell.
    (fields[names.indexOf(name)] ?? '').trim().replace(/^'(?=[=+\-@])/, '');
  for (const { line, fields } of rows) {
    const empty = needed.find((name) => cell(fields, name) === '');
    const id = cell(fields, 'id');
    if (fields.length !== names.length) {
      bad.add(line, `it has ${fields.length} fields, the header has ${names.length}`, 'data');
    } else if (empty !== undefined) bad.add(line, `${empty} is empty`, 'data');
    else if (seen.has(id)) bad.add(line, `"${id}" is in line ${seen.get(id)} already`, 'data');
    seen.set(id, line);
  }
  bad.check();
  const column = (name: string) => rows.map(({ fields }) => cell(fields, name));
  const confidence = rows.map(({ fields }) =>
    Number.parseFloat(cell(fields, `p ${cell(fields, 'predicted').toLowerCase()}`)),
  );
  return {
    name: file,
    ids: column('id'),
    labels: column('label'),
    predicted: column('predicted'),
    ...(confidence.every((value) => value >= 0 && value <= 1) && { confidence }),
    ...(names.includes('group') && { groups: column('group') }),
  };
}
