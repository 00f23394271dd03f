import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predictionLines } from '../../../src/cli/terminal/prediction-text.ts';
import { jsonList } from '../../../src/cli/terminal/row-text.ts';
import type { Prediction } from '../../../src/jobs/predict/prediction.ts';

const box = { x: 0, y: 0, width: 48, height: 48 };
const face = {
  expression: 'happiness',
  probabilities: { neutral: 0.25, happiness: 0.75 },
  confidence: 0.75,
  box,
  status: 'ok',
} as const;
const happy: Prediction = { file: 'a.png', status: 'ok', mode: 'crop', faces: [{ ...face, unsure: false }] };
const broken: Prediction = {
  file: 'b.png',
  status: 'unreadable',
  mode: 'crop',
  faces: [],
  code: 'image',
  reason: 'Cannot read "b.png"',
};

test('a line names the two most probable classes, or why there is none', () => {
  assert.equal(predictionLines.of(happy), 'a.png  happiness 75 %, then neutral 25 %\n');
  assert.equal(predictionLines.of(broken), 'b.png  unreadable: Cannot read "b.png"\n');
});

test('each face of a picture has its line, and one that is unsure says so', () => {
  const pair = { ...happy, faces: [...happy.faces, { ...face, unsure: true }] };
  assert.equal(
    predictionLines.of(pair),
    'a.png  face 1  happiness 75 %, then neutral 25 %\na.png  face 2  unsure, perhaps happiness 75 %, then neutral 25 %\n',
  );
});

test('consecutive rows form one JSON list, the same as if it were written at once', () => {
  const text = jsonList<Prediction>();
  const written = [happy, broken].map((row) => text.of(row)).join('') + text.end;
  assert.equal(written, `${JSON.stringify([happy, broken], undefined, 2)}\n`);
});
