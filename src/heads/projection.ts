// ProLIP (arXiv 2410.05270) on kept features: neither texts nor prompts move, but how an image is projected into their space.
//
//   scores s cos(A x, t_c);  loss = -mean log softmax + lambda |A - I|^2, lambda = 1/n
//
// The paper trains CLIP's projection W [E, Dv] and holds it to W_0. Kept features are x = W_0 h, so what can be learned on them is W = A W_0:
// the same map wherever W_0 loses nothing that the shots would need. A starts at I and takes 300 full steps of gradient descent with
// momentum 0.9, at a rate from the curvature of the loss; the paper's code uses Adam.
import { scoreGradient } from './cross-entropy.ts';
import { checkTask, type FewShotTask, type Scorer } from './few-shot-task.ts';
import {
  copy,
  dot,
  largestEigenvalue,
  type Matrix,
  normalise,
  row,
  timesTransposed,
  transposedTimes,
  zeros,
} from './matrix.ts';

const training = { momentum: 0.9, steps: 300 } as const;

/** Scores by a projection A [E, E] that is trained on the shots. */
export function projection(task: FewShotTask): Scorer {
  checkTask(task);
  const { texts, scale, support } = task;
  const { features, labels } = support;
  const held = 1 / labels.length;
  const rate = 1 / ((scale * scale * largestEigenvalue(features)) / 2 + 2 * held);
  const map = identity(texts.columns);
  const start = copy(map);
  const momentum = zeros(map.rows, map.columns);
  for (let step = 0; step < training.steps; step++) {
    const projected = timesTransposed(features, map);
    const lengths = Array.from({ length: projected.rows }, (_, face) => normalise(row(projected, face)));
    // dL/du of the unit vectors u, then without the part along u, which only changes lengths.
    const slopes = scoreGradient(timesTransposed(projected, texts, scale), labels);
    const pull = timesTransposed(slopes, transposed(texts), scale);
    for (let face = 0; face < pull.rows; face++) {
      const [own, unit] = [row(pull, face), row(projected, face)];
      const along = dot(own, unit);
      for (let i = 0; i < own.length; i++) own[i] = (own[i]! - along * unit[i]!) / lengths[face]!;
    }
    const gradient = transposedTimes(pull, features);
    for (let i = 0; i < map.data.length; i++) {
      const slope = gradient.data[i]! + 2 * held * (map.data[i]! - start.data[i]!);
      momentum.data[i] = training.momentum * momentum.data[i]! + slope;
      map.data[i]! -= rate * momentum.data[i]!;
    }
  }
  return (faces) => {
    const projected = timesTransposed(faces, map);
    for (let face = 0; face < projected.rows; face++) normalise(row(projected, face));
    return timesTransposed(projected, texts, scale);
  };
}

function identity(size: number): Matrix {
  const matrix = zeros(size, size);
  for (let i = 0; i < size; i++) matrix.data[i * size + i] = 1;
  return matrix;
}

function transposed({ rows, columns, data }: Matrix): Matrix {
  const turned = zeros(columns, rows);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned.data[j * rows + i] = data[i * columns + j]!;
  return turned;
}
