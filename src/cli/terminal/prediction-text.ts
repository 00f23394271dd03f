// The output of `mpafer predict`: lines of text for each picture, or a JSON list that is written row by row.
import type { PredictedFace, Prediction } from '../../jobs/predict/prediction.ts';
import { percent } from './progress.ts';

/** How predictions are printed. */
export interface PredictionText {
  /** The text of the next one. */
  of(prediction: Prediction): string;
  /** The text after the last one. */
  readonly end: string;
}

export const predictionLines: PredictionText = { of: (prediction) => `${linesOf(prediction)}\n`, end: '' };

/** Formats a JSON list row by row, so that a long one is never in memory as a whole. */
export function predictionJson(): PredictionText {
  let before = '[\n';
  return {
    of(prediction) {
      const text = before + JSON.stringify(prediction, undefined, 2).replaceAll(/^/gm, '  ');
      before = ',\n';
      return text;
    },
    end: '\n]\n',
  };
}

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
