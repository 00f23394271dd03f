import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predictionJson, predictionLines } from '../../../src/cli/terminal/prediction-text.ts';
import type { Prediction } from '../../../src/jobs/predict/predict-images.ts';

const happy: Prediction = {
  image: 'a.png',
  status: 'ok',
  expression: 'happiness',
  probabilities: { neutral: 0.25, happiness: 0.75 },
};
const broken: Prediction = { image: 'b.png', status: 'failed', code: 'image', reason: 'Cannot read "b.png"' };

test('a line names the two most probable classes, or why there is none', () => {
  assert.equal(predictionLines.of(happy), 'a.png  happiness 75.00 %, then neutral 25.00 %\n');
  assert.equal(predictionLines.of(broken), 'b.png  failed: Cannot read "b.png"\n');
});

test('consecutive rows form one JSON list, the same as if it were written at once', () => {
  const text = predictionJson();
  const written = [happy, broken].map((row) => text.of(row)).join('') + text.end;
  assert.equal(written, `${JSON.stringify([happy, broken], undefined, 2)}\n`);
});
