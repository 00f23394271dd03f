// A package's predictions in the file format of `mpafer compare` and `mpafer evaluate --out`.
import { csvRow } from '../../src/core/csv-row.ts';
import { sharedClasses } from './shared-classes.ts';

/**
 * @param classes classes of the data set; a face may have one that no package knows
 * @param scores for each face, one score per class of `sharedClasses`
 */
export function peerCsv(
  classes: readonly string[],
  faces: readonly { readonly id: string; readonly label: number }[],
  scores: readonly (readonly number[])[],
): string {
  const head = csvRow(['id', 'label', 'predicted', ...sharedClasses.map((name) => `p ${name}`)]);
  const rows = faces.map(({ id, label }, face) => {
    const row = scores[face]!;
    const predicted = sharedClasses[row.indexOf(Math.max(...row))]!;
    return csvRow([id, classes[label]!, predicted, ...row.map((score) => Number(score.toPrecision(6)))]);
  });
  return [head, ...rows].join('');
}
