// WAR, UAR and recall of a resample of faces, fast enough for thousands of resamples.
import type { Statistic } from './bootstrap.ts';

/** 1 for each correctly classified face, otherwise 0. */
export const rightOf = (labels: ArrayLike<number>, predicted: ArrayLike<number>): Uint8Array =>
  Uint8Array.from(predicted, (column, face) => (column === labels[face] ? 1 : 0));

/** The mean of a value per face: with {@link rightOf}, WAR. NaN without faces. */
export const meanOver =
  (values: ArrayLike<number>): Statistic =>
  (faces) => {
    let sum = 0;
    for (let draw = 0; draw < faces.length; draw++) sum += values[faces[draw]!]!;
    return sum / faces.length;
  };

/** UAR. Classes missing from a resample are skipped, as in `evaluate`. */
export const meanRecallOver = (right: Uint8Array, labels: ArrayLike<number>, classCount: number): Statistic => {
  const [seen, found] = [new Float64Array(classCount), new Float64Array(classCount)];
  return (faces) => {
    seen.fill(0);
    found.fill(0);
    for (let draw = 0; draw < faces.length; draw++) {
      const face = faces[draw]!;
      const label = labels[face]!;
      seen[label] = seen[label]! + 1;
      found[label] = found[label]! + right[face]!;
    }
    let [sum, present] = [0, 0];
    for (let label = 0; label < classCount; label++) {
      if (seen[label] === 0) continue;
      sum += found[label]! / seen[label]!;
      present += 1;
    }
    return sum / present;
  };
};

/** The recall of one class; NaN for a resample without it. */
export const recallOver =
  (right: Uint8Array, labels: ArrayLike<number>, label: number): Statistic =>
  (faces) => {
    let [seen, found] = [0, 0];
    for (let draw = 0; draw < faces.length; draw++) {
      const face = faces[draw]!;
      if (labels[face] !== label) continue;
      seen += 1;
      found += right[face]!;
    }
    return found / seen;
  };
