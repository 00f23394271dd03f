// The output of `mpafer predict` for people: a line for each face.
import { faceAndNextWords } from '../../evaluate/face-words.ts';
import type { Prediction } from '../../jobs/predict/prediction.ts';
import type { RowText } from './row-text.ts';

export const predictionLines: RowText<Prediction> = { of: (prediction) => `${linesOf(prediction)}\n`, end: '' };

function linesOf({ file, status, faces, reason }: Prediction): string {
  if (faces.length === 0) return `${file}  ${status}${reason === undefined ? '' : `: ${reason}`}`;
  const words = faces.map((face) => faceAndNextWords(face, face.probabilities));
  return words.map((text, index) => `${file}${faces.length === 1 ? '' : `  face ${index + 1}`}  ${text}`).join('\n');
}
