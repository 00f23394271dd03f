// The derivative of the mean cross-entropy by the scores, for heads whose gradients are written by hand.
import { softmaxRows } from '../metrics/temperature.ts';
import type { Matrix } from './matrix.ts';

/** q_i (softmax(z_i) - onehot(y_i)) [n, C] for scores z; q is 1/n where no weights are given. */
export function scoreGradient(scores: Matrix, labels: readonly number[], weights?: Float64Array): Matrix {
  const { rows, columns } = scores;
  const data = softmaxRows(scores.data, columns);
  for (let face = 0; face < rows; face++) {
    data[face * columns + labels[face]!]! -= 1;
    const weight = weights?.[face] ?? 1 / rows;
    for (let c = 0; c < columns; c++) data[face * columns + c]! *= weight;
  }
  return { rows, columns, data };
}

/** Weights of shots by how much a shot of each class counts; they sum to 1. @param classWeights C values above 0 */
export function weightsByClass(labels: readonly number[], classWeights: readonly number[]): Float64Array {
  const total = labels.reduce((sum, label) => sum + classWeights[label]!, 0);
  return Float64Array.from(labels, (label) => classWeights[label]! / total);
}

/** Weights of shots so that each class counts the same, whatever its number of them; they sum to 1. */
export function balancedWeights(labels: readonly number[], counts: readonly number[]): Float64Array {
  const present = counts.filter((count) => count > 0).length;
  return Float64Array.from(labels, (label) => 1 / (present * counts[label]!));
}
