// LP++ (arXiv 2404.02285): x.(w_c + a_c t_c), a linear probe that blends texts by a factor of its own for each class.
// w starts at the class means; steps of 4 n / lmax(X'X) with momentum 0.9, 300 of them; a moves every tenth step by n / (4 max_c sum_i (x_i.t_c)^2).
import { scoreGradient } from './cross-entropy.ts';
import { checkTask, type FewShotTask, type Scorer, shotCounts } from './few-shot-task.ts';
import { largestEigenvalue, row, timesTransposed, transposedTimes, zeros } from './matrix.ts';

const steps = 300;

/** a starts at s, where the paper's code starts at 250 times a mean cosine, about half of CLIP's s: without w that is zero-shot. */
export function lpPlusPlus(task: FewShotTask): Scorer {
  checkTask(task);
  const { texts, scale, support } = task;
  const { features, labels } = support;
  const counts = shotCounts(task);
  const classes = texts.rows;
  const weights = zeros(classes, texts.columns);
  labels.forEach((label, face) => {
    const [into, own] = [row(weights, label), row(features, face)];
    for (let i = 0; i < own.length; i++) into[i]! += own[i]! / counts[label]!;
  });
  const blend = new Float64Array(classes).fill(scale);
  const similarities = timesTransposed(features, texts);
  const rate = 4 / largestEigenvalue(features);
  const blendRate = features.rows / (4 * largestColumn(similarities.data, classes));
  const score = (faces: typeof features, toTexts: typeof similarities) => {
    const scores = timesTransposed(faces, weights);
    for (let i = 0; i < scores.data.length; i++) scores.data[i]! += blend[i % classes]! * toTexts.data[i]!;
    return scores;
  };
  const momentum = zeros(classes, texts.columns);
  for (let step = 1; step <= steps; step++) {
    const slopes = scoreGradient(score(features, similarities), labels);
    const gradient = transposedTimes(slopes, features);
    for (let i = 0; i < momentum.data.length; i++) {
      momentum.data[i] = 0.9 * momentum.data[i]! + gradient.data[i]!;
      weights.data[i]! -= rate * momentum.data[i]!;
    }
    if (step % 10 !== 0) continue;
    for (let c = 0; c < classes; c++) {
      let slope = 0;
      for (let face = 0; face < features.rows; face++) {
        slope += slopes.data[face * classes + c]! * similarities.data[face * classes + c]!;
      }
      blend[c]! -= blendRate * slope;
    }
  }
  return (faces) => score(faces, timesTransposed(faces, texts));
}

/** max_c sum_i z_ic^2 */
function largestColumn(data: Float64Array, columns: number): number {
  const sums = new Float64Array(columns);
  data.forEach((value, at) => {
    sums[at % columns]! += value * value;
  });
  return Math.max(...sums);
}
