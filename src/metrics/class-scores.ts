// Recall, precision and F1 of each class, from the confusion counts.
import type { Confusion } from './confusion.ts';

/** A ratio over no cases (0/0) is NaN, never 0 or 1; null in JSON. */
export interface ClassScore {
  readonly name: string;
  /** Faces whose label is this class. */
  readonly n: number;
  /** Share of them that is recognised. */
  readonly recall: number;
  /** Share of the faces predicted as this class that belong to it. */
  readonly precision: number;
  /** Harmonic mean of both: 0 for a class that occurs but is never recognised. */
  readonly f1: number;
}

export const classScores = (classes: readonly string[], counts: Confusion): readonly ClassScore[] =>
  classes.map((name, index) => {
    const n = counts[index]!.reduce((sum, count) => sum + count, 0);
    const given = counts.reduce((sum, row) => sum + row[index]!, 0);
    const right = counts[index]![index]!;
    return { name, n, recall: right / n, precision: right / given, f1: (2 * right) / (n + given) };
  });

/** The mean of all values that are not NaN; NaN if there are none. */
export function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
