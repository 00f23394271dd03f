// Temperature scaling (Guo et al. 2017): calibrates confidences with one number fitted on validation faces.
import { MpaferError } from '../core/errors.ts';

const [coldest, hottest] = [0.01, 100];

/**
 * The temperature that minimises the negative log-likelihood of `softmax(logits / temperature)`.
 *
 * The loss is convex in `1 / temperature`, so its derivative is bisected. The result is limited to 0.01-100:
 * faces that are all right (or at chance) have no finite optimum.
 *
 * @param logits `[n, C]`, up to a constant per row; log-probabilities work too
 * @param labels n class indices
 * @param smoothing label smoothing; above 0 the optimum is finite even if every face is right, so that a few faces
 *   cannot make a model fully certain
 */
export function fitTemperature(
  logits: Float32Array | Float64Array,
  labels: readonly number[],
  classCount: number,
  smoothing = 0,
): number {
  if (labels.length === 0 || logits.length !== labels.length * classCount) {
    throw new MpaferError(
      'shape',
      `Cannot fit a temperature to ${labels.length} faces of ${classCount} classes: found ${logits.length} logits; expected ${labels.length * classCount} and at least one face`,
    );
  }
  let [low, high] = [Math.log(1 / hottest), Math.log(1 / coldest)];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (slope(logits, labels, classCount, Math.exp(middle), smoothing) > 0) high = middle;
    else low = middle;
  }
  return Math.exp(-(low + high) / 2);
}

/**
 * The temperature that calibrates a model on its validation faces: {@link fitTemperature} with smoothing by Laplace's
 * rule of succession: after n faces that are all right, the next is wrong with probability about 1 / (n + 2).
 */
export const calibrationTemperature = (
  logits: Float32Array | Float64Array,
  labels: readonly number[],
  classCount: number,
): number => fitTemperature(logits, labels, classCount, 1 / (labels.length + 2));

/** Derivative of the loss with respect to the inverse temperature: expected logit minus the target's logit, summed. */
function slope(
  logits: ArrayLike<number>,
  labels: readonly number[],
  classCount: number,
  inverse: number,
  smoothing: number,
): number {
  let sum = 0;
  labels.forEach((label, face) => {
    const start = face * classCount;
    const largest = largestOf(logits, start, classCount);
    let [weights, weighted, all] = [0, 0, 0];
    for (let column = start; column < start + classCount; column++) {
      const weight = Math.exp((logits[column]! - largest) * inverse);
      weights += weight;
      weighted += weight * logits[column]!;
      all += logits[column]!;
    }
    sum += weighted / weights - (1 - smoothing) * logits[start + label]! - (smoothing * all) / classCount;
  });
  return sum;
}

/** `softmax(logits / temperature)` of each row, `[n, C]`. */
export function softmaxRows(logits: ArrayLike<number>, classCount: number, temperature = 1): Float64Array {
  const probabilities = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += classCount) {
    const largest = largestOf(logits, start, classCount);
    let sum = 0;
    for (let column = start; column < start + classCount; column++) {
      probabilities[column] = Math.exp((logits[column]! - largest) / temperature);
      sum += probabilities[column]!;
    }
    for (let column = start; column < start + classCount; column++)
      probabilities[column] = probabilities[column]! / sum;
  }
  return probabilities;
}

function largestOf(logits: ArrayLike<number>, start: number, classCount: number): number {
  let largest = logits[start]!;
  for (let column = start + 1; column < start + classCount; column++) largest = Math.max(largest, logits[column]!);
  return largest;
}
