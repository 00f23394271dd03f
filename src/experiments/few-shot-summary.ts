// Summarises the few-shot experiment: for each data set, and in the mean over them, a row against the number of shots.
import { csvRow } from '../core/csv-row.ts';
import type { Spread } from '../metrics/spread.ts';
import type { FewShotResult, Shots } from './few-shot-cells.ts';
import type { FewShotProtocol, FewShotRow } from './few-shot-rows.ts';
import { overDraws } from './over-draws.ts';

/** A finished cell, and how long it took on this machine, without the features that all rows share. */
export interface TimedResult extends FewShotResult {
  readonly seconds: number;
}

export interface FewShotCurve {
  readonly row: string;
  readonly about: string;
  readonly protocol: FewShotProtocol;
  readonly points: readonly FewShotPoint[];
}

export interface FewShotPoint {
  readonly shots: Shots;
  readonly war: Spread;
  readonly uar: Spread;
  /** Of one cell, the median. */
  readonly seconds: number;
  /** Kilobytes that the row keeps beside the frozen CLIP, as float32. */
  readonly kilobytes: number;
}

export interface FewShotTable {
  /** SPEC of the data set, or `mean`. */
  readonly data: string;
  readonly curves: readonly FewShotCurve[];
}

/** One table for each data set, then that of their mean where there are several. */
export function fewShotTables(
  results: readonly TimedResult[],
  rows: readonly FewShotRow[],
  shots: readonly Shots[],
): readonly FewShotTable[] {
  const sets = [...new Set(results.map(({ data }) => data))];
  const tableOf = (data: string, chosen: readonly string[]): FewShotTable => ({
    data,
    curves: rows.flatMap(({ name, about, protocol }) => {
      const own = results.filter((result) => result.row === name && result.protocol === protocol);
      const points = shots.flatMap((count) => pointOf(own, count, chosen));
      return points.length === 0 ? [] : [{ row: name, about, protocol, points }];
    }),
  });
  return [...sets.map((data) => tableOf(data, [data])), ...(sets.length > 1 ? [tableOf('mean', sets)] : [])];
}

function pointOf(own: readonly TimedResult[], shots: Shots, sets: readonly string[]): readonly FewShotPoint[] {
  const here = overDraws(own, shots, sets);
  if (here === undefined) return [];
  const { results, spread } = here;
  const seconds = results.map((result) => result.seconds).sort((a, b) => a - b);
  const numbers = results.reduce((sum, result) => sum + result.numbers, 0) / results.length;
  return [
    {
      shots,
      war: spread(({ war }) => war),
      uar: spread(({ uar }) => uar),
      seconds: seconds[Math.floor(seconds.length / 2)]!,
      kilobytes: (4 * numbers) / 1000,
    },
  ];
}

/** WAR in percent as Markdown: a table for each data set and protocol. */
export function fewShotMarkdown(tables: readonly FewShotTable[], shots: readonly Shots[]): string {
  const show = (spread: Spread | undefined) => {
    if (spread === undefined) return '';
    const mean = (100 * spread.mean).toFixed(1);
    return Number.isNaN(spread.deviation) ? mean : `${mean} ± ${(100 * spread.deviation).toFixed(1)}`;
  };
  return tables
    .flatMap(({ data, curves }) =>
      (['validation-free', 'validated'] as const).flatMap((protocol) => {
        const own = curves.filter((curve) => curve.protocol === protocol);
        if (own.length === 0) return [];
        return [
          `${data}, ${protocol}: WAR`,
          '',
          `| shots a class | ${shots.join(' | ')} | s | kB |`,
          `|---|${shots.map(() => '---|').join('')}---|---|`,
          ...own.map(({ row, points }) => {
            const cells = shots.map((count) => show(points.find((point) => point.shots === count)?.war));
            const last = points.at(-1)!;
            return `| ${row} | ${cells.join(' | ')} | ${last.seconds.toPrecision(2)} | ${Math.round(last.kilobytes)} |`;
          }),
          '',
        ];
      }),
    )
    .join('\n');
}

/** One CSV row per cell; rates are 0-1. */
export const fewShotCsv = (results: readonly TimedResult[]): string =>
  [
    csvRow(['row', 'protocol', 'data', 'shots', 'seed', 'n', 'war', 'uar', 'seconds', 'numbers']),
    ...results.map(({ row, protocol, data, shots, seed, n, war, uar, seconds, numbers }) =>
      csvRow([row, protocol, data, shots, seed, n, war, uar, seconds, numbers]),
    ),
  ].join('');
