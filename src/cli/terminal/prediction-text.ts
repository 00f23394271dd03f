// What `mpafer predict` prints of an image: a line for people, or an item of a JSON list that is written row by row.

import type { Undecoded } from '../../jobs/predict/decode-some.ts';
import type { RecognisedFace } from '../../recognise/load-run.ts';
import { percent } from './progress.ts';

export type Prediction =
  | ({ readonly image: string; readonly status: 'ok' } & Omit<RecognisedFace, 'patches'>)
  | Undecoded;

/** How predictions become what is printed. */
export interface PredictionText {
  /** Of the next one. */
  of(prediction: Prediction): string;
  /** Behind the last of them. */
  readonly end: string;
}

export const predictionLines: PredictionText = { of: (prediction) => `${lineOf(prediction)}\n`, end: '' };

/** A JSON list, row by row: a long one is never held as a whole. */
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
