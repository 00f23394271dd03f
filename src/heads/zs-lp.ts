// ZS-LP and CLAP (arXiv 2312.12730): a linear classifier that starts at the texts, W_c = s t_c, and takes 300 full steps of SGD.
// CLAP adds the pull mean_c l_c |W_c / s - t_c|^2, where l_c is the mean zero-shot probability of the true class on the shots of c.
import { softmaxRows } from '../metrics/temperature.ts';
import { scoreGradient } from './cross-entropy.ts';
import { checkTask, type FewShotTask, type Scorer, shotCounts } from './few-shot-task.ts';
import { copy, timesTransposed, transposedTimes, zeros } from './matrix.ts';
import { zeroShotHead } from './zero-shot.ts';

/** Fixed for every data set and number of shots: nothing is chosen on validation. */
const training = { rate: 0.1, momentum: 0.9, steps: 300 } as const;

/** ZS-LP, or CLAP with `pull`. */
export function zsLp(task: FewShotTask, { pull = false } = {}): Scorer {
  checkTask(task);
  const { texts, scale, support } = task;
  const { features, labels } = support;
  const start = copy(texts);
  for (let i = 0; i < start.data.length; i++) start.data[i]! *= scale;
  const weights = copy(start);
  const pulls = pull ? textConfidence(task) : new Array<number>(texts.rows).fill(0);
  const momentum = zeros(texts.rows, texts.columns);
  for (let step = 0; step < training.steps; step++) {
    const gradient = transposedTimes(scoreGradient(timesTransposed(features, weights), labels), features);
    for (let i = 0; i < weights.data.length; i++) {
      const back =
        (2 * pulls[Math.floor(i / texts.columns)]! * (weights.data[i]! - start.data[i]!)) /
        (texts.rows * scale * scale);
      momentum.data[i] = training.momentum * momentum.data[i]! + gradient.data[i]! + back;
      weights.data[i]! -= training.rate * momentum.data[i]!;
    }
  }
  return (faces) => timesTransposed(faces, weights);
}

/** l_c: how sure the texts are of the true class on its shots; the mean over classes for a class without shots. */
export function textConfidence(task: FewShotTask): number[] {
  const { labels } = task.support;
  const counts = shotCounts(task);
  const classes = counts.length;
  const probabilities = softmaxRows(zeroShotHead(task)(task.support.features).data, classes);
  const sums = new Array<number>(classes).fill(0);
  labels.forEach((label, face) => {
    sums[label]! += probabilities[face * classes + label]!;
  });
  const means = sums.map((sum, c) => sum / counts[c]!);
  const known = means.filter((mean) => !Number.isNaN(mean));
  const average = known.reduce((sum, mean) => sum + mean, 0) / known.length;
  return means.map((mean) => (Number.isNaN(mean) ? average : mean));
}
