// The cells of a cross-data-set experiment, each a model tested on a data set, and their matrix.

import { csvRow } from '../core/csv-row.ts';
import type { Random } from '../core/random.ts';
import type { SamplePredictions } from '../evaluate/sample-predictions.ts';
import { evaluate } from '../metrics/evaluation.ts';
import { scoreIntervals } from '../metrics/score-intervals.ts';
import { type Spread, spreadOf, spreadText } from '../metrics/spread.ts';
import type { MappedSamples } from './class-map.ts';

export interface CrossCell {
  /** The training data set, or `zero-shot`; and the test data set. */
  readonly train: string;
  readonly test: string;
  readonly seed: number;
  readonly n: number;
  readonly war: number;
  readonly uar: number;
  /** 95% intervals by bootstrap over faces or people. */
  readonly interval: { readonly war: readonly [number, number]; readonly uar: readonly [number, number] };
  /** Faces of classes that the model does not know, by class. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Number of faces excluded because the model was trained or selected on them. */
  readonly seen: number;
}

export function crossCell(
  train: string,
  test: string,
  seed: number,
  predictions: SamplePredictions,
  { skipped, seen }: Pick<MappedSamples, 'skipped' | 'seen'>,
  random: Random,
): CrossCell {
  const { n, war, uar } = evaluate(predictions);
  const interval = scoreIntervals(predictions, random);
  return { train, test, seed, n, war, uar, interval, leftOut: skipped, seen };
}

/** One cell of the matrix, over seeds. */
export interface CrossEntry {
  readonly train: string;
  readonly test: string;
  readonly war: Spread;
  readonly uar: Spread;
  readonly cells: readonly CrossCell[];
}

export interface CrossMatrix {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Row by row. */
  readonly entries: readonly (readonly (CrossEntry | undefined)[])[];
}

/** Rows and columns in the given order; those without results are kept, so that gaps are visible. */
export function crossMatrix(
  cells: readonly CrossCell[],
  rows: readonly string[],
  columns: readonly string[],
): CrossMatrix {
  const entry = (train: string, test: string): CrossEntry | undefined => {
    const own = cells.filter((cell) => cell.train === train && cell.test === test);
    if (own.length === 0) return undefined;
    const spread = (key: 'war' | 'uar') => spreadOf(own.map((cell) => cell[key]));
    return { train, test, war: spread('war'), uar: spread('uar'), cells: own };
  };
  return { rows, columns, entries: rows.map((train) => columns.map((test) => entry(train, test))) };
}

/** WAR / UAR in percent as a Markdown table. */
export function crossTable({ rows, columns, entries }: CrossMatrix): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const name = (text: string) => text.replaceAll('|', '\\|');
  return [
    line(['trained on / tested on', ...columns.map(name)]),
    line(['---', ...columns.map(() => '---:')]),
    ...rows.map((row, at) =>
      line([
        name(row),
        ...entries[at]!.map((entry) =>
          entry === undefined ? '' : `${spreadText(entry.war)} / ${spreadText(entry.uar)}`.replaceAll('%', ''),
        ),
      ]),
    ),
    '',
    'WAR / UAR in percent.',
    '',
  ].join('\n');
}

/** One row per cell; rates are 0-1. */
export const crossCsv = (cells: readonly CrossCell[]): string =>
  [
    csvRow([
      'train',
      'test',
      'seed',
      'n',
      'war',
      'war_low',
      'war_high',
      'uar',
      'uar_low',
      'uar_high',
      'left_out',
      'seen',
    ]),
    ...cells.map(({ train, test, seed, n, war, uar, interval, leftOut, seen }) =>
      csvRow([train, test, seed, n, war, ...interval.war, uar, ...interval.uar, sum(Object.values(leftOut)), seen]),
    ),
  ].join('');

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
