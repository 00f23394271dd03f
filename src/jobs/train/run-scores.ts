// Reads the scores of a finished run from its table.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { columnsOf, csvRows } from '../../core/csv.ts';
import { MpaferError } from '../../core/errors.ts';
import { readReason } from '../../platform/node/files/read-reason.ts';
import { runFiles } from '../../train/run-files.ts';

/** One recogniser on one split. */
export interface RunScore {
  /** `zero-shot`, `last`, `validation-selected` ... */
  readonly name: string;
  readonly split: string;
  readonly epoch: number;
  readonly n: number;
  readonly war: number;
  readonly uar: number;
}

/** @throws MpaferError `run` when the table is missing, `data` when it is damaged */
export async function runScores(run: string): Promise<readonly RunScore[]> {
  const file = join(run, runFiles.results);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new MpaferError('run', `Cannot read "${file}": ${readReason(cause)}`, { cause });
  });
  const [head, ...rows] = csvRows(text, file);
  const at = columnsOf(head, ['name', 'split', 'epoch', 'n', 'war', 'uar'], file);
  return rows.map(({ fields }) => {
    const number = (name: 'epoch' | 'n' | 'war' | 'uar') => Number(fields[at[name]]);
    return {
      name: fields[at.name]!,
      split: fields[at.split]!,
      epoch: number('epoch'),
      n: number('n'),
      war: number('war'),
      uar: number('uar'),
    };
  });
}

/** The scores that runs are compared by: on the test split or, for a run without one, on the validation split. */
export function headlineScores(scores: readonly RunScore[]): readonly RunScore[] {
  const test = scores.filter(({ split }) => split === 'test');
  return test.length > 0 ? test : scores.filter(({ split }) => split === 'valid');
}
