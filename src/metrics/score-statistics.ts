// WAR and UAR of any draw of faces, as the bootstrap asks for them thousands of times.
import type { Statistic } from './bootstrap.ts';

/** 1 for each face whose predicted class is its label. */
export const rightOf = (labels: ArrayLike<number>, predicted: ArrayLike<number>): Uint8Array =>
  Uint8Array.from(predicted, (column, face) => (column === labels[face] ? 1 : 0));

/** The mean of a value that each face has: with {@link rightOf}, WAR. NaN of no face. */
export const meanOver =
  (values: ArrayLike<number>): Statistic =>
  (faces) => {
    let sum = 0;
    for (let draw = 0; draw < faces.length; draw++) sum += values[faces[draw]!]!;
    return sum / faces.length;
  };

/** UAR. Classes that a draw misses are left out of its mean, as in `evaluate`. */
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

/** The recall of one class; NaN of a draw without a face of it. */
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
