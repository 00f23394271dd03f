// The output of `mpafer predict` for people: a line for each face.
import type { PredictedFace, Prediction } from '../../jobs/predict/prediction.ts';
import { percent } from './progress.ts';
import type { RowText } from './row-text.ts';

export const predictionLines: RowText<Prediction> = { of: (prediction) => `${linesOf(prediction)}\n`, end: '' };

function linesOf({ file, status, faces, reason }: Prediction): string {
  if (faces.length === 0) return `${file}  ${status}${reason === undefined ? '' : `: ${reason}`}`;
  return faces
    .map((face, index) => `${file}${faces.length === 1 ? '' : `  face ${index + 1}`}  ${faceText(face)}`)
    .join('\n');
}

function faceText({ probabilities, unsure }: PredictedFace): string {
  const [first, second] = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
  const runnerUp = second === undefined ? '' : `, then ${second[0]} ${percent(second[1])}`;
  return `${first![0]} ${percent(first![1])}${runnerUp}${unsure ? ' (unsure)' : ''}`;
}
