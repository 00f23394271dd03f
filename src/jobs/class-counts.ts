// A table of images per class and split. It is always shown, since most bad scores come from bad labels.
import { countsPerClass, type Dataset, splits } from '../data/dataset.ts';

/** The table as text, followed by the notes of the data set. */
export function classCounts(dataset: Dataset): string {
  const counts = splits.map((split) => countsPerClass(dataset, split));
  const width = Math.max(5, ...dataset.classes.map((name) => name.length)) + 2;
  const row = (name: string, cells: readonly (string | number)[]) =>
    `  ${name.padEnd(width)}${cells.map((cell) => String(cell).padStart(8)).join('')}`;
  const sums = counts.map((own) => own.reduce((sum, count) => sum + count, 0));
  return [
    row('class', splits),
    ...dataset.classes.map((name, index) =>
      row(
        name,
        counts.map((own) => own[index]!),
      ),
    ),
    row('all', sums),
    ...dataset.notes.map((note) => `  ${note}`),
  ].join('\n');
}
