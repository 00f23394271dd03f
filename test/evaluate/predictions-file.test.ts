import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { namedPredictions, predictionsCsv, readPredictions } from '../../src/evaluate/predictions-file.ts';
import type { SamplePredictions } from '../../src/evaluate/sample-predictions.ts';
import { refuses } from '../data/refuses.ts';

const predictions: SamplePredictions = {
  classes: ['happiness', 'fear, or "dread"'],
  labels: [0, 1, 1],
  logits: Float32Array.of(2, 0, 0, 1, 3, 0),
  probabilities: Float32Array.of(0.9, 0.1, 0.25, 0.75, 0.95, 0.05),
  ids: ['a/1.png', '=a/2.png', 'a/3,4.png'],
  groups: ['S1', 'S1', '-S2'],
};

const refused = (text: string, message: RegExp) =>
  refuses((async () => readPredictions(text, 'it.csv'))(), 'data', message);

suite('a predictions file', () => {
  test('comes back as it was written, whatever names hold', () => {
    const { name, ...found } = readPredictions(predictionsCsv(predictions), 'it.csv');
    const { name: own, ...wanted } = namedPredictions('ours', predictions);
    assert.deepEqual(found, wanted);
    assert.deepEqual([name, own], ['it.csv', 'ours']);
    assert.deepEqual(found.predicted, ['happiness', 'fear, or "dread"', 'happiness']);
  });

  test('holds the probability of each class to the digits of float32, and no cell that a spreadsheet would run', () => {
    const [head, first, second] = predictionsCsv(predictions).split('\r\n');
    assert.equal(head, 'id,label,predicted,group,p happiness,"p fear, or ""dread"""');
    assert.equal(first, 'a/1.png,happiness,happiness,S1,0.9,0.1');
    assert.match(second!, /^'=a\/2\.png,/);
  });

  test('of another program needs three columns only, in any order and case', () => {
    const found = readPredictions('\ufeffPredicted,score,ID,Label\nfear,0.5,x.png,fear\n', 'it.csv');
    assert.deepEqual(found, { name: 'it.csv', ids: ['x.png'], labels: ['fear'], predicted: ['fear'] });
  });

  test('names: an alias is the class it stands for, in labels, predictions and probability columns', () => {
    const text =
      'id,label,predicted,p Happy,p sad\nx,happiness,happy,0.8,0.2\ny,SAD,joy,0.7,0.3\nz,sadness,sorrow,0.4,0.6\n';
    const found = readPredictions(text, 'it.csv');
    assert.deepEqual(found.labels, ['happiness', 'sadness', 'sadness']);
    assert.deepEqual(found.predicted, ['happiness', 'happiness', 'sadness']);
    assert.deepEqual(found.confidence, [0.8, 0.7, 0.6]);
  });

  test('names: composed and decomposed letters are the same class and the same face', async () => {
    const [composed, decomposed] = ['gêne', 'ge\u0302ne'];
    const found = readPredictions(`id,label,predicted,p ${decomposed}\nx,${composed},${decomposed},0.9\n`, 'it.csv');
    assert.deepEqual([found.labels, found.predicted, found.confidence], [[composed], [composed], [0.9]]);
    const rows = `Zo\u00eb.png,fear,fear\nZoe\u0308.png,fear,fear\n`;
    await refused(`id,label,predicted\n${rows}`, /line 3: "Zoë\.png" is already in line 2/);
  });

  test('names: those of a run follow the same rule', () => {
    const { labels, predicted } = namedPredictions('ours', { ...predictions, classes: ['Happy', 'ge\u0302ne'] });
    assert.deepEqual(
      [labels, predicted],
      [
        ['happiness', 'gêne', 'gêne'],
        ['happiness', 'gêne', 'happiness'],
      ],
    );
  });

  test('is refused without its columns, or without a face', async () => {
    const error = await refused(
      'id,label\nx,fear\n',
      /^Cannot read predictions from "it\.csv": it has no column "predicted"$/,
    );
    assert.match(error.hint!, /id,label,predicted/);
    await refused('', /it has no column "id", "label", "predicted"/);
    await refused('id,label,predicted\n', /it has no rows/);
  });

  test('is refused with the first bad line and the count of those after it', async () => {
    const head = 'id,label,predicted\nx,fear,fear\n';
    await refused(`${head}y,,fear\nz,fear\n`, /"it\.csv" line 3: label is empty \(and 1 more bad line after it\)/);
    await refused(`${head}z,fear\n`, /line 3: it has 2 fields, the header has 3/);
    await refused(`${head}x,fear,anger\n`, /line 3: "x" is already in line 2/);
  });
});
