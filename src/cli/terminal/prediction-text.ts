// The output of `mpafer predict`: a line of text per image, or a JSON list that is written row by row.
import type { Prediction } from '../../jobs/predict/predict-images.ts';
import { percent } from './progress.ts';

/** How predictions are printed. */
export interface PredictionText {
  /** The text of the next one. */
  of(prediction: Prediction): string;
  /** The text after the last one. */
  readonly end: string;
}

export const predictionLines: PredictionText = { of: (prediction) => `${lineOf(prediction)}\n`, end: '' };

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

function lineOf(prediction: Prediction): string {
  if (prediction.status === 'failed') return `${prediction.image}  failed: ${prediction.reason}`;
  const [first, second] = Object.entries(prediction.probabilities).sort(([, a], [, b]) => b - a);
  const runnerUp = second === undefined ? '' : `, then ${second[0]} ${percent(second[1])}`;
  return `${prediction.image}  ${first![0]} ${percent(first![1])}${runnerUp}`;
}
