import assert from 'node:assert/strict';
import test from 'node:test';
import { calibrationSection } from '../../src/report/sections/calibration.ts';
import { facesSection } from '../../src/report/sections/faces.ts';
import { dataSection, recordSection } from '../../src/report/sections/record.ts';
import { confusionSection, headlineNumbers, resultSection } from '../../src/report/sections/result.ts';
import { promptSection, trainingSection } from '../../src/report/sections/training.ts';
import { elements, texts } from './drawing.ts';
import { pixel, sampleRun } from './sample-run.ts';

const run = sampleRun();
const cells = (markup: string) =>
  [...markup.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell!.replace(/<small>.*?<\/small>/g, '')),
  );

test('lists every evaluation in the given order, with an explanation', () => {
  const { markup } = resultSection(run);
  const rows = cells(markup);
  assert.deepEqual(rows[0], ['Model', 'Split', 'Faces', 'UAR', 'WAR', 'Macro-F1', 'ECE', 'Brier', 'NLL']);
  assert.deepEqual(
    rows.slice(1).map(([name]) => name),
    run.evaluations.map(({ name }) => name),
  );
  const { war, uar } = run.evaluations[2]!.evaluation;
  assert.deepEqual(rows[3]!.slice(2, 5), ['90', `${(uar * 100).toFixed(1)}%`, `${(war * 100).toFixed(1)}%`]);
  assert.match(markup, /Epoch 1\. The best epoch on the test set/);
});

test('shows the recall of each class with its number of faces and the zero-shot recall', () => {
  const { markup } = resultSection(run);
  for (const { name, recall, n } of run.evaluations[1]!.evaluation.perClass) {
    const before = run.evaluations[0]!.evaluation.perClass.find((score) => score.name === name)!.recall;
    const told = `${name}: ${(recall * 100).toFixed(1)}%, against ${(before * 100).toFixed(1)}%`;
    assert.ok(markup.includes(`<title>${told}</title>`), told);
    assert.ok(markup.includes(`of ${n}`));
  }
});

test('compares models on one split only', () => {
  const elsewhere = { ...run.evaluations[4]!, split: 'valid', name: 'on-valid' };
  const { markup } = resultSection({ ...run, evaluations: [...run.evaluations.slice(0, 4), elsewhere] });
  assert.ok(!texts(markup).includes('on-valid'));
  assert.ok(cells(markup).some(([name, split]) => name === 'on-valid' && split === 'valid'));
});

test('shows a trained model without zero-shot, and zero-shot without a trained model', () => {
  const alone = { ...run, evaluations: run.evaluations.filter(({ name }) => name === 'last') };
  assert.doesNotMatch(headlineNumbers(alone).markup, /zero-shot/);
  assert.equal(elements(confusionSection(alone)!.markup, 'svg').length, 1);
  const untrained = { ...run, evaluations: run.evaluations.filter(({ name }) => name === 'zero-shot') };
  assert.match(headlineNumbers(untrained).markup, /zero-shot/);
  assert.doesNotMatch(headlineNumbers(untrained).markup, /points/);
});

test('marks the selected epoch in the charts of the validation split', () => {
  const charts = trainingSection(run)!.markup.split('<figure>').slice(1);
  const marked = charts
    .filter((chart) => chart.includes('selected: 2'))
    .map((chart) => /<title>(.*?)<\/title>/.exec(chart)![1]);
  assert.deepEqual(marked, ['Accuracy', 'Validation NLL']);
  const last = { ...run, evaluations: run.evaluations.filter(({ name }) => name === 'last') };
  assert.doesNotMatch(trainingSection(last)!.markup, /selected: /);
});

test('shows the drift of text and visual prompts', () => {
  const { markup } = promptSection(run)!;
  assert.ok(texts(markup).includes('text 3') && texts(markup).includes('visual 0.6'));
  assert.equal(promptSection({ ...run, epochs: [] }), undefined);
  assert.equal(trainingSection({ ...run, epochs: [] }), undefined);
});

test('states the calibration before and after scaling, and accuracy against coverage', () => {
  const { markup } = calibrationSection(run)!;
  assert.match(
    markup,
    /Calibration error 2\.0% at temperature 1\.200, fitted on the validation split; [\d.]+% before scaling \(hollow\)\./,
  );
  assert.match(
    markup,
    /With a threshold of 0\.\d+ on the confidence, [\d.]+% of the faces are answered, 9[\d.]+% of them correctly/,
  );
  const taught = { ...run.calibration!, scaled: { ...run.calibration!.scaled!, crossValidated: true as const } };
  assert.match(
    calibrationSection({ ...run, calibration: taught })!.markup,
    /at temperature 1\.200, fitted by cross-validation within the faces that it was taught by; /,
  );
  const { scaled: _, ...plain } = run.calibration!;
  const { abstention: _a, ...rest } = run;
  assert.match(calibrationSection({ ...rest, calibration: plain })!.markup, /Calibration error [\d.]+%\.</);
  const { calibration: _c, ...neither } = rest;
  assert.equal(calibrationSection(neither), undefined);
});

test('sums the faces of each split', () => {
  const rows = cells(dataSection(run).markup);
  assert.deepEqual(rows[0], ['Class', 'train', 'test', 'loss weight']);
  assert.deepEqual(rows[3], ['fear', '30', '3', '1']);
  assert.deepEqual(rows.at(-1), ['all', '100', '10', 'mean 1']);
  const { classWeights: _, ...even } = run;
  assert.deepEqual(cells(dataSection(even).markup)[3], ['fear', '30', '3']);
});

test('lists the whole configuration with dotted names', () => {
  const { markup } = recordSection(run);
  assert.match(markup, /<dt>method\.beta<\/dt><dd>8<\/dd>/);
  assert.match(markup, /<dt>method\.prompts<\/dt><dd>a photo, 2<\/dd>/);
});

test('shows the three most probable classes of a face, with bars', () => {
  const face = { image: pixel, label: 0, predicted: 3, probabilities: [0.25, 0.05, 0.1, 0.6] };
  const { markup } = facesSection({ ...run, faces: [face] })!;
  assert.deepEqual(
    [
      ...markup.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd><\/div>|<dt>(.*?)<\/dt><dd>(.*?)<\/dd><i style="width:(.*?)"/g),
    ].map(([, , , name, probability, width]) => [name, probability, width]),
    [
      ['disgust', '60.0%', '60%'],
      ['neutral', '25.0%', '25%'],
      ['fear', '10.0%', '10%'],
    ],
  );
  assert.match(markup, /✗ labelled <strong>neutral<\/strong>/);
  assert.equal(facesSection({ ...run, faces: [] }), undefined);
});

test('shows a face whose probabilities are not finite', () => {
  const face = { image: pixel, predicted: 9, probabilities: [Number.NaN, Number.NaN] };
  const { markup } = facesSection({ ...run, faces: [face] })!;
  assert.doesNotMatch(markup, /NaN|undefined/);
  assert.match(markup, /class 9/);
});
