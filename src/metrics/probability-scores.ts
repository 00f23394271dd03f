// Scores of the probabilities themselves: Brier score and negative log-likelihood.
import type { Predictions } from './predictions.ts';

/** float64's epsilon, where scikit-learn's `log_loss` clips too: a probability of 0 costs 36.04, not infinity. */
const smallest = Number.EPSILON;

/** Mean squared distance between a row of probabilities and the true class: 0 (certain and right) to 2 (certain and wrong). Brier 1950. */
export function brierScore({ classes, probabilities, labels }: Predictions): number {
  const width = classes.length;
  let sum = 0;
  labels.forEach((label, face) => {
    for (let column = 0; column < width; column++) {
      sum += (probabilities[face * width + column]! - (column === label ? 1 : 0)) ** 2;
    }
  });
  return sum / labels.length;
}

/** Mean of `-log p(true class)`, in nats: `log C` at chance. */
export function negativeLogLikelihood({ classes, probabilities, labels }: Predictions): number {
  const sum = labels.reduce((total, label, face) => {
    const probability = probabilities[face * classes.length + label]!;
    return total - Math.log(Math.min(Math.max(probability, smallest), 1));
  }, 0);
  return sum / labels.length;
}
