// Chooses among heads by a validation split, as the papers' protocols do: most faces right, the first among equals.
import { argmax } from '../core/argmax.ts';
import type { LabelledRows, Scorer } from './few-shot-task.ts';
import { row } from './matrix.ts';

/** @param heads one or more, in order of preference @param valid may be empty: then the first head is taken */
export function chooseByValidation(heads: readonly Scorer[], valid: LabelledRows): Scorer {
  const right = heads.map((head) => rightFaces(head, valid));
  return heads[argmax(right)]!;
}

/** How many faces get their label. */
export function rightFaces(head: Scorer, { features, labels }: LabelledRows): number {
  const scores = head(features);
  return labels.filter((label, face) => argmax(row(scores, face)) === label).length;
}
