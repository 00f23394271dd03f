// Summarises base-to-new: for each data set, and in the mean over them, base, new, harmonic mean and all classes by row and shots.
import { csvRow } from '../core/csv-row.ts';
import type { Spread } from '../metrics/spread.ts';
import type { ClassHalves } from './base-to-new.ts';
import type { BaseToNewResult } from './base-to-new-cells.ts';
import type { BaseToNewRow } from './base-to-new-rows.ts';
import type { Shots } from './few-shot-cells.ts';
import { overDraws } from './over-draws.ts';

/** The scores in the order of the tables. */
export const baseToNewMeasures = ['base', 'new', 'harmonic', 'all'] as const;

export type BaseToNewMeasure = (typeof baseToNewMeasures)[number];

export interface BaseToNewPoint extends Readonly<Record<BaseToNewMeasure, Spread>> {
  readonly shots: Shots;
}

export interface BaseToNewTable {
  /** SPEC of the data set, or `mean`. */
  readonly data: string;
  /** Of the data set; absent for the mean. */
  readonly halves?: ClassHalves | undefined;
  readonly rows: readonly {
    readonly row: string;
    readonly about: string;
    readonly points: readonly BaseToNewPoint[];
  }[];
}

/** One table for each data set, then that of their mean where there are several. */
export function baseToNewTables(
  results: readonly BaseToNewResult[],
  rows: readonly BaseToNewRow[],
  shots: readonly Shots[],
  sets: readonly { readonly data: string; readonly halves: ClassHalves }[],
): readonly BaseToNewTable[] {
  const tableOf = (chosen: readonly string[]): BaseToNewTable['rows'] =>
    rows.flatMap(({ name, about }) => {
      const own = results.filter((result) => result.row === name);
      const points = shots.flatMap((count) => pointOf(own, count, chosen));
      return points.length === 0 ? [] : [{ row: name, about, points }];
    });
  return [
    ...sets.map(({ data, halves }) => ({ data, halves, rows: tableOf([data]) })),
    ...(sets.length > 1 ? [{ data: 'mean', rows: tableOf(sets.map(({ data }) => data)) }] : []),
  ];
}

function pointOf(own: readonly BaseToNewResult[], shots: Shots, sets: readonly string[]): readonly BaseToNewPoint[] {
  const spread = overDraws(own, shots, sets)?.spread;
  if (spread === undefined) return [];
  return [
    {
      shots,
      base: spread((result) => result.base),
      new: spread((result) => result.new),
      harmonic: spread(({ harmonic }) => harmonic),
      all: spread(({ all }) => all),
    },
  ];
}

/** The halves in words, for tables. */
export const halvesText = ({ base, new: others }: ClassHalves): string =>
  `Trained (base): ${base.join(', ')}. Only described (new): ${others.join(', ')}.`;

/** Percent as Markdown: a table for each data set. */
export function baseToNewMarkdown(tables: readonly BaseToNewTable[]): string {
  const show = ({ mean, deviation }: Spread) =>
    Number.isNaN(deviation) ? (100 * mean).toFixed(1) : `${(100 * mean).toFixed(1)} ± ${(100 * deviation).toFixed(1)}`;
  return tables
    .flatMap(({ data, halves, rows }) => [
      `${data}: accuracy`,
      '',
      ...(halves ? [halvesText(halves), ''] : []),
      '| row | shots a class | base | new | harmonic mean | all classes |',
      '|---|---|---|---|---|---|',
      ...rows.flatMap(({ row, points }) =>
        points.map(
          (point) => `| ${row} | ${point.shots} | ${baseToNewMeasures.map((key) => show(point[key])).join(' | ')} |`,
        ),
      ),
      '',
    ])
    .join('\n');
}

/** One CSV row per cell; rates are 0-1. */
export const baseToNewCsv = (results: readonly BaseToNewResult[]): string =>
  [
    csvRow(['row', 'data', 'shots', 'seed', 'baseFaces', 'newFaces', ...baseToNewMeasures]),
    ...results.map((result) =>
      csvRow([
        result.row,
        result.data,
        result.shots,
        result.seed,
        result.baseFaces,
        result.newFaces,
        ...baseToNewMeasures.map((key) => result[key]),
      ]),
    ),
  ].join('');
