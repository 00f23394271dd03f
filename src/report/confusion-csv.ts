// The confusion counts as a table: a line for each true class, a column for each predicted one.

import { csvRow } from '../data/csv-row.ts';
import type { Evaluation } from '../metrics/evaluation.ts';

export const confusionCsv = ({ perClass, confusion }: Pick<Evaluation, 'perClass' | 'confusion'>): string =>
  [
    csvRow(['truth', ...perClass.map(({ name }) => name)]),
    ...perClass.map(({ name }, truth) => csvRow([name, ...(confusion[truth] ?? [])])),
  ].join('');
