// SS-Text (arXiv 2506.17500): w_c = t_c + s / (n l_c) sum of the x_i of class c, with l_c = 1 / n_c; closed form, no validation.
// SS-Text+ has l_c = 1 / n, so that a rare class counts by its shots, and then 2 w_c - mean of all w. Scores are s cos(x, w_c).
import { checkTask, type FewShotTask, shotCounts } from './few-shot-task.ts';
import { copy, type Matrix, normalise, row } from './matrix.ts';

/** Class vectors [C, E] of unit length: texts of a CLIP that has seen the shots. */
export function ssText(task: FewShotTask, { plus = false } = {}): Matrix {
  checkTask(task);
  const { texts, scale, support } = task;
  const counts = shotCounts(task);
  const n = support.labels.length;
  const vectors = copy(texts);
  support.labels.forEach((label, face) => {
    const [into, own] = [row(vectors, label), row(support.features, face)];
    const factor = (scale / n) * (plus ? n : counts[label]!);
    for (let i = 0; i < own.length; i++) into[i]! += factor * own[i]!;
  });
  if (plus) repel(vectors);
  for (let c = 0; c < vectors.rows; c++) normalise(row(vectors, c));
  return vectors;
}

/** w_c <- 2 w_c - mean of all w, in place. */
function repel(vectors: Matrix): void {
  const { rows, columns, data } = vectors;
  for (let i = 0; i < columns; i++) {
    let mean = 0;
    for (let c = 0; c < rows; c++) mean += data[c * columns + i]! / rows;
    for (let c = 0; c < rows; c++) data[c * columns + i] = 2 * data[c * columns + i]! - mean;
  }
}
