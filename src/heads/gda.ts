// Gaussian discriminant analysis (ICLR 2024, arXiv 2402.04087): s x.t_c + a (x.w_c + b_c), closed form.
// w_c = S^-1 mu_c and b_c = log p_c - mu_c.w_c / 2, where S^-1 = E ((n - 1) C + tr(C) I)^-1 shrinks the pooled covariance C.
import { checkTask, type FewShotTask, type Scorer, shotCounts } from './few-shot-task.ts';
import { copy, dot, type Matrix, row, solvePositive, timesTransposed, transposedTimes, zeros } from './matrix.ts';
import { zeroShotHead } from './zero-shot.ts';

/** a for validation to choose among, as in the paper's code. */
export const gdaWeights: readonly number[] = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100];

export interface GdaOptions {
  /** a; 1 without validation. */
  readonly weight?: number;
  /** p_c: `shots` takes the frequencies of the shots, `uniform` makes all classes equally frequent. */
  readonly priors?: 'shots' | 'uniform';
}

/** With one shot a class nothing varies within classes: as in the paper's code, the Gaussian part is then nothing. */
export function gda(task: FewShotTask, { weight = 1, priors = 'shots' }: GdaOptions = {}): Scorer {
  checkTask(task);
  const { features, labels } = task.support;
  const counts = shotCounts(task);
  const [n, width, classes] = [features.rows, features.columns, counts.length];
  const means = zeros(classes, width);
  labels.forEach((label, face) => {
    const [own, into] = [row(features, face), row(means, label)];
    for (let i = 0; i < width; i++) into[i]! += own[i]! / counts[label]!;
  });
  const centred = copy(features);
  labels.forEach((label, face) => {
    const [own, mean] = [row(centred, face), row(means, label)];
    for (let i = 0; i < width; i++) own[i]! -= mean[i]!;
  });
  const texts = zeroShotHead(task);
  const covariance = shrunkCovariance(centred, n);
  if (covariance === undefined) return texts;
  const weights = solvePositive(covariance, transposed(means));
  const vectors = transposed(weights);
  for (let i = 0; i < vectors.data.length; i++) vectors.data[i]! *= width;
  const offsets = counts.map((count, c) => {
    // A class without shots keeps its text alone.
    if (count === 0) return 0;
    const prior = priors === 'uniform' ? 1 / classes : count / n;
    return Math.log(prior) - dot(row(means, c), row(vectors, c)) / 2;
  });
  return (faces) => {
    const scores = texts(faces);
    const gaussian = timesTransposed(faces, vectors);
    for (let i = 0; i < scores.data.length; i++)
      scores.data[i]! += weight * (gaussian.data[i]! + offsets[i % classes]!);
    return scores;
  };
}

/** (n - 1) C + tr(C) I, of C = X'X / (n - 1) for centred X; undefined where C is zero. */
function shrunkCovariance(centred: Matrix, n: number): Matrix | undefined {
  const scatter = transposedTimes(centred, centred);
  let trace = 0;
  for (let i = 0; i < scatter.rows; i++) trace += scatter.data[i * scatter.rows + i]! / Math.max(n - 1, 1);
  if (!(trace > 1e-12)) return undefined;
  for (let i = 0; i < scatter.rows; i++) scatter.data[i * scatter.rows + i]! += trace;
  return scatter;
}

function transposed({ rows, columns, data }: Matrix): Matrix {
  const turned = zeros(columns, rows);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned.data[j * rows + i] = data[i * columns + j]!;
  return turned;
}
