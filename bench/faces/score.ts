// How many of a picture's faces were found, how many others, and how far off the eyes are.
import { distance, type Eyes, midpoint, type Point } from '../../src/faces/face.ts';

export interface Score {
  readonly faces: number;
  readonly found: number;
  readonly others: number;
  /** Larger error of the two eyes of each face that was found, as a part of their distance; none where the software gives no eyes. */
  readonly errors: readonly number[];
}

/** What software says of a face: its middle, and its eyes where it gives them. */
export interface Answer {
  readonly middle: Point;
  readonly eyes?: Eyes | undefined;
}

/** A face is found where the middle of an answer is within 1.2 eye distances of the point half an eye distance below its eyes. */
export function score(truth: readonly Eyes[], answers: readonly Answer[]): Score {
  const rest = new Set(answers);
  const errors: number[] = [];
  let found = 0;
  for (const eyes of truth) {
    const apart = distance(eyes.left, eyes.right);
    const down = { x: -(eyes.right.y - eyes.left.y) / 2, y: (eyes.right.x - eyes.left.x) / 2 };
    const between = midpoint(eyes.left, eyes.right);
    const middle = { x: between.x + down.x, y: between.y + down.y };
    const own = [...rest].find((answer) => distance(answer.middle, middle) < 1.2 * apart);
    if (own === undefined) continue;
    rest.delete(own);
    found += 1;
    if (own.eyes !== undefined)
      errors.push(Math.max(distance(own.eyes.left, eyes.left), distance(own.eyes.right, eyes.right)) / apart);
  }
  return { faces: truth.length, found, others: rest.size, errors };
}

export const total = (scores: readonly Score[]): Score => ({
  faces: scores.reduce((sum, { faces }) => sum + faces, 0),
  found: scores.reduce((sum, { found }) => sum + found, 0),
  others: scores.reduce((sum, { others }) => sum + others, 0),
  errors: scores.flatMap(({ errors }) => errors),
});

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
