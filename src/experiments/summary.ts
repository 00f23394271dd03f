// Summarises the cells of an experiment: one row per variant, with mean and standard deviation over seeds.
import { csvRow } from '../core/csv-row.ts';
import { type Spread, spreadOf } from '../metrics/spread.ts';
import { type CellResult, zeroShotName } from './cells.ts';
import type { Variant } from './variants.ts';

export interface SummaryRow {
  readonly variant: string;
  readonly about: string;
  /** Number of runs. */
  readonly runs: number;
  readonly war: Spread;
  readonly uar: Spread;
  readonly lastWar: Spread;
}

/** Rows in the order of the variants, after the baselines; variants without cells are omitted. */
export function summarise(cells: readonly CellResult[], variants: readonly Variant[]): readonly SummaryRow[] {
  const plain = new Set([...variants.map(zeroShotName), ...allTypes.map((type) => zeroShotName(type))]);
  const baselines = [
    ...[...plain].sort().map((name) => ({ name, about: 'plain CLIP, hard prompts' })),
    { name: 'linear-probe', about: 'logistic regression on frozen features' },
  ];
  return [...baselines, ...variants].flatMap(({ name, about }) => {
    const own = cells.filter(({ variant }) => variant === name);
    if (own.length === 0) return [];
    const spread = (key: 'war' | 'uar' | 'lastWar') => spreadOf(perSeed(own, key));
    return [
      { variant: name, about, runs: own.length, war: spread('war'), uar: spread('uar'), lastWar: spread('lastWar') },
    ];
  });
}

const allTypes = ([1, 2, 3] as const).map((hardPrompt) => ({ settings: { hardPrompt } }));

/** One number per seed: the mean over data sets (folds) weighted by number of faces, so that folds pool to the whole set. */
function perSeed(cells: readonly CellResult[], key: 'war' | 'uar' | 'lastWar'): number[] {
  return [...new Set(cells.map(({ seed }) => seed))].map((seed) => {
    const own = cells.filter((cell) => cell.seed === seed);
    const faces = own.reduce((sum, { n }) => sum + n, 0);
    return own.reduce((sum, cell) => sum + cell[key] * cell.n, 0) / faces;
  });
}

/** The rows as a Markdown table, in percent. */
export function summaryTable(rows: readonly SummaryRow[]): string {
  const show = ({ mean, deviation }: Spread) =>
    `${(100 * mean).toFixed(2)}${Number.isNaN(deviation) ? '' : ` ± ${(100 * deviation).toFixed(2)}`}`;
  return [
    '| variant | | WAR | UAR | WAR, last epoch | runs |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      ({ variant, about, war, uar, lastWar, runs }) =>
        `| ${variant} | ${about} | ${show(war)} | ${show(uar)} | ${show(lastWar)} | ${runs} |`,
    ),
    '',
  ].join('\n');
}

/** One CSV row per cell; rates are 0-1. */
export const cellsCsv = (cells: readonly CellResult[]): string =>
  [
    csvRow(['variant', 'data', 'seed', 'split', 'n', 'war', 'uar', 'war_last_epoch', 'uar_last_epoch']),
    ...cells.map(({ variant, data, seed, split, n, war, uar, lastWar, lastUar }) =>
      csvRow([variant, data, seed, split, n, war, uar, lastWar, lastUar]),
    ),
  ].join('');
