// Confusion matrix: counts of each pair of true and predicted class.

/** Counts, one row per true class, one column per predicted class. */
export type Confusion = readonly (readonly number[])[];

/** @param classCount C; both arrays hold n class indices. */
export function confusion(labels: ArrayLike<number>, predicted: ArrayLike<number>, classCount: number): Confusion {
  const counts = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (let face = 0; face < labels.length; face++) {
    const row = counts[labels[face]!]!;
    row[predicted[face]!] = row[predicted[face]!]! + 1;
  }
  return counts;
}
