// Predictions for labelled faces: the input of every metric.

import { argmax } from '../core/argmax.ts';
import { MpaferError } from '../core/errors.ts';
import { plural } from '../core/plural.ts';

/** Probabilities and labels of n faces. */
export interface Predictions {
  /** C class names, in the order of the probability columns. */
  readonly classes: readonly string[];
  /** `[n, C]`, row by row; each row sums to 1. */
  readonly probabilities: Float32Array | Float64Array;
  /** n class indices, `0 .. C-1`. */
  readonly labels: readonly number[];
  /** n names of the subject or video of each face, for statistics that resample whole groups. */
  readonly groups?: readonly string[];
}

/**
 * Refuses predictions that cannot be scored: mismatched lengths, labels outside the classes, and probabilities that are not
 * numbers from 0 to 1 (a diverged training gives NaN, and NaN has no largest class).
 */
export function checkPredictions({ classes, probabilities, labels, groups }: Predictions): void {
  const [n, width] = [labels.length, classes.length];
  if (probabilities.length !== n * width) {
    throw new MpaferError(
      'shape',
      `Cannot evaluate ${n} faces of ${width} classes: found ${probabilities.length} probabilities; expected ${n * width}`,
    );
  }
  if (groups && groups.length !== n) {
    throw new MpaferError(
      'shape',
      `Cannot evaluate ${plural(n, 'face')}: found ${plural(groups.length, 'group')}; expected one per face`,
    );
  }
  const stray = labels.findIndex((label) => !Number.isInteger(label) || label < 0 || label >= width);
  if (stray >= 0) {
    throw new MpaferError('label', `Cannot evaluate face ${stray}: label is ${labels[stray]}; expected 0-${width - 1}`);
  }
  // Rows of a float32 softmax add up to a little more than 1, so a single certain class may too.
  const broken = probabilities.findIndex((value) => !(value >= 0 && value <= 1 + 1e-5));
  if (broken >= 0) {
    throw new MpaferError(
      'data',
      `Cannot evaluate face ${Math.floor(broken / width)}: its probability of "${classes[broken % width]}" is ${probabilities[broken]}; expected 0-1`,
      { hint: 'A training that diverged gives such values: lower the learning rate or clip gradients harder' },
    );
  }
}

/** The most probable class of each face; of equals the first, as NumPy's argmax. */
export function predictedClasses({ classes, probabilities, labels }: Predictions): Int32Array {
  const width = classes.length;
  return Int32Array.from(labels, (_, face) => argmax(probabilities.subarray(face * width, (face + 1) * width)));
}

/** The probability of the predicted class of each face. */
export function confidences(predictions: Predictions): Float64Array {
  const width = predictions.classes.length;
  const predicted = predictedClasses(predictions);
  return Float64Array.from(predicted, (column, face) => predictions.probabilities[face * width + column]!);
}

/** A subset of the faces, in the given order. */
export function facesOf(predictions: Predictions, faces: readonly number[]): Predictions {
  const { classes, probabilities, labels, groups } = predictions;
  const width = classes.length;
  const rows = new Float64Array(faces.length * width);
  faces.forEach((face, row) => {
    rows.set(probabilities.subarray(face * width, (face + 1) * width), row * width);
  });
  return {
    classes,
    probabilities: rows,
    labels: faces.map((face) => labels[face]!),
    ...(groups && { groups: faces.map((face) => groups[face]!) }),
  };
}
