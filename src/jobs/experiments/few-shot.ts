// The few-shot experiment: how accuracy grows with the number of shots, row by row.
import { drawn, fewShotCellName, headCell, promptCell, seesPlainImages } from '../../experiments/few-shot-cells.ts';
import { type FewShotRow, fewShotRows } from '../../experiments/few-shot-rows.ts';
import { fewShotCsv, fewShotMarkdown, fewShotTables, type TimedResult } from '../../experiments/few-shot-summary.ts';
import { renderFewShots } from '../../report/pages/few-shot-page.ts';
import type { JobEvent } from '../job-event.ts';
import type { Shard } from '../shards/shard.ts';
import { type FewShotOptions, type ShotExperiment, shotExperiment } from './shot-experiment.ts';

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

const experiment: ShotExperiment<FewShotRow, TimedResult> = {
  kind: 'few-shot',
  rows: fewShotRows,
  cellName: fewShotCellName,
  conditions: () => ({}),
  draw: (dataset, { protocol }, shots, seed) => drawn(dataset, shots, seed, protocol),
  async head({ engine }, bank, row, of) {
    const start = performance.now();
    return { ...(await headCell(engine, bank, row, of)), seconds: secondsSince(start) };
  },
  fromFeatures: seesPlainImages,
  async *prompts(input, row, { shots, seed }, bank) {
    const start = performance.now();
    return { ...(yield* promptCell(input, row, shots, seed, bank)), seconds: secondsSince(start) };
  },
  told: (name, { war, uar }, reused, position) => ({ kind: 'cell', name, war, uar, reused, position }),
  report({ found, rows, shots, specs }, page) {
    const tables = fewShotTables(found, rows, shots);
    return {
      text: fewShotMarkdown(tables, shots),
      csv: fewShotCsv(found),
      page: renderFewShots({ title: 'A few faces of each class', ...page, tables, shots }),
      about: { data: specs },
    };
  },
};

/**
 * Runs the cells that are not finished yet, and writes table and page. The shots are drawn here; each data set is encoded once.
 *
 * @returns the tables as Markdown
 * @throws MpaferError `usage` for an unknown row or a data set with shots of its own, `data` for one without training, validation or test
 * faces where a row needs them, and whatever training throws
 * @example
 * ```ts
 * import { fewShots, finishJob } from 'mpafer/jobs';
 * const data = ['synthetic:?count=160&size=48'];
 * const table = await finishJob(fewShots({ data, out: 'few-shot', seeds: [1], shots: [1], only: ['zero-shot'] }));
 * console.log(table.includes('zero-shot')); // true
 * ```
 */
export async function* fewShots(options: FewShotOptions): AsyncGenerator<JobEvent, string> {
  return (yield* fewShotCells(options)).text;
}

/** @param shard only the cells of this part, without tables */
export const fewShotCells = (options: FewShotOptions, shard?: Shard) => shotExperiment(options, experiment, shard);
