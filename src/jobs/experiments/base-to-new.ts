// The experiment base-to-new: half the classes train, the others are only described.
import type { Dataset } from '../../data/dataset.ts';
import { type ClassHalves, classHalves } from '../../experiments/base-to-new.ts';
import { type BaseToNewResult, baseDraw, headBaseToNew, promptBaseToNew } from '../../experiments/base-to-new-cells.ts';
import { type BaseToNewRow, baseToNewRows } from '../../experiments/base-to-new-rows.ts';
import { baseToNewCsv, baseToNewMarkdown, baseToNewTables } from '../../experiments/base-to-new-summary.ts';
import { renderBaseToNew } from '../../report/pages/base-to-new-page.ts';
import { type JobEvent, note } from '../job-event.ts';
import type { Shard } from '../shards/shard.ts';
import { type FewShotOptions, type ShotExperiment, shotExperiment } from './shot-experiment.ts';

const halvesOf = (datasets: readonly Dataset[]): readonly ClassHalves[] =>
  datasets.map((dataset) => classHalves(dataset));

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

const experiment: ShotExperiment<BaseToNewRow, BaseToNewResult> = {
  kind: 'base-to-new',
  rows: baseToNewRows,
  cellName: ({ name }, shots, seed, data) => `${name}-shots-${shots}-seed${seed}-data${data}`,
  conditions: (datasets) => Object.fromEntries(halvesOf(datasets).map((halves, index) => [`halves${index}`, halves])),
  draw: (dataset, _row, shots, seed) => baseDraw(dataset, shots, seed),
  head: headBaseToNew,
  prompts: (input, row, { shots, seed }) => promptBaseToNew(input, row, shots, seed),
  told: (name, found, reused, { index, total }) =>
    note(
      `[${index}/${total}] ${name}  base ${percent(found.base)}  new ${percent(found.new)}${reused ? '  (cached)' : ''}`,
    ),
  report({ found, rows, shots, specs, datasets }, page) {
    const sets = halvesOf(datasets).map((halves, index) => ({ data: specs[index]!, halves }));
    const tables = baseToNewTables(found, rows, shots, sets);
    return {
      text: baseToNewMarkdown(tables),
      csv: baseToNewCsv(found),
      page: renderBaseToNew({ title: 'From trained classes to described ones', ...page, tables }),
      about: { sets },
    };
  },
};

/**
 * Runs the cells that are not finished yet, and writes table and page. The first half of each data set's classes is taught by shots
 * that are drawn here; the test faces of all classes are looked at once for each cell.
 *
 * @returns the tables as Markdown
 * @throws MpaferError `usage` for an unknown row or a data set with shots of its own, `data` for one with fewer than four classes or
 * without training or test faces, and whatever training throws
 * @example
 * ```ts
 * import { baseToNew, finishJob } from 'mpafer/jobs';
 * const data = ['synthetic:?count=160&size=48'];
 * const table = await finishJob(baseToNew({ data, out: 'base-to-new', seeds: [1], shots: [1], only: ['zero-shot'] }));
 * console.log(table.includes('harmonic mean')); // true
 * ```
 */
export async function* baseToNew(options: FewShotOptions): AsyncGenerator<JobEvent, string> {
  return (yield* baseToNewCells(options)).text;
}

/** @param shard only the cells of this part, without tables */
export const baseToNewCells = (options: FewShotOptions, shard?: Shard) => shotExperiment(options, experiment, shard);
