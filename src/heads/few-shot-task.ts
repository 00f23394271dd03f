// What a few-shot head is made of, and what it gives: features of a frozen CLIP in, scores of the classes out.
import { MpaferError } from '../core/errors.ts';
import type { Matrix } from './matrix.ts';

/** Features of labelled faces. */
export interface LabelledRows {
  /** [n, E], rows of unit length. */
  readonly features: Matrix;
  readonly labels: readonly number[];
}

export interface FewShotTask {
  /** t [C, E], text features of the classes, rows of unit length. */
  readonly texts: Matrix;
  /** s, CLIP's factor on similarities. */
  readonly scale: number;
  /** The shots: x_i and y_i. Classes may have different numbers of them, or none. */
  readonly support: LabelledRows;
}

/** Scores [n, C] of faces [n, E] of unit length, to be compared within a row. */
export type Scorer = (features: Matrix) => Matrix;

/** How many shots each class has. */
export function shotCounts({ texts, support }: Pick<FewShotTask, 'texts' | 'support'>): number[] {
  const counts = new Array<number>(texts.rows).fill(0);
  for (const label of support.labels) counts[label]!++;
  return counts;
}

/** @throws MpaferError `shape` when parts do not fit, `data` without any shot */
export function checkTask({ texts, support: { features, labels }, scale }: FewShotTask): void {
  if (labels.length === 0) throw new MpaferError('data', 'Cannot teach a head without faces; expected at least one');
  const fits = features.rows === labels.length && features.columns === texts.columns && scale > 0;
  if (fits && labels.every((label) => Number.isInteger(label) && label >= 0 && label < texts.rows)) return;
  throw new MpaferError(
    'shape',
    `Cannot teach a head of ${texts.rows} classes and ${texts.columns} features on ${labels.length} labels and features [${features.rows}, ${features.columns}] at scale ${scale}`,
  );
}
