// The hardest faces of an evaluation, by name, for reports.
import { hardestFaces } from '../metrics/hardest-faces.ts';
import { predictedClasses } from '../metrics/predictions.ts';
import type { HardFace } from './run-report.ts';
import type { SamplePredictions } from './sample-predictions.ts';

/** Two rows of pictures. */
export const hardFaceCount = 12;

/** @param pictures `data:` URLs of faces by their names */
export function hardFaces(predictions: SamplePredictions, pictures?: ReadonlyMap<string, string>): readonly HardFace[] {
  const { classes, labels, ids, groups } = predictions;
  const predicted = predictedClasses(predictions);
  const confidence = confidences(predictions);
  return hardestFaces(labels, [{ predicted, confidence }], hardFaceCount, groups).map((face) => ({
    id: ids[face]!,
    label: classes[labels[face]!]!,
    answers: [{ predicted: classes[predicted[face]!]!, confidence: confidence[face]! }],
    image: pictures?.get(ids[face]!),
  }));
}

/** The probability of each face's predicted class. */
export function confidences({ classes, probabilities, labels }: SamplePredictions): Float64Array {
  return Float64Array.from(labels, (_, face) =>
    Math.max(...probabilities.subarray(face * classes.length, (face + 1) * classes.length)),
  );
}
