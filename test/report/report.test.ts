import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { RunReport } from '../../src/evaluate/run-report.ts';
import { renderReport } from '../../src/report/pages/run-page.ts';
import { assertSelfContained, elements, hostile, skeleton, texts } from './drawing.ts';
import { sampleRun } from './sample-run.ts';

const run = sampleRun();
const page = renderReport(run);

test('makes no network requests and runs no scripts', () => {
  assertSelfContained(page);
  assert.doesNotMatch(page, /https?:/);
  assert.match(page, /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src/);
});

test('starts with the headline numbers', () => {
  const { evaluation } = run.evaluations[1]!;
  const numbers = page.indexOf(`<p class="big">${(evaluation.uar * 100).toFixed(1)}%</p>`);
  assert.ok(numbers > 0 && numbers < page.indexOf('<svg'));
  assert.ok(numbers < page.indexOf('Recall by class'));
  assert.match(page, /zero-shot [\d.]+%, <strong>[+−][\d.]+ points<\/strong>/);
});

test('shows the notice above the numbers', () => {
  const notice = page.indexOf('These numbers are of drawn faces');
  assert.ok(notice > 0 && notice < page.indexOf('class="numbers"'));
});

test('contains the disclaimer and the legal notice', () => {
  assert.match(page, /An expression is not a feeling/);
  assert.match(page, /Article 5\(1\)\(f\).*Article 50\(3\)/s);
});

test('has every section, and a link to each', () => {
  const targets = elements(page, 'a').map(({ href }) => href!.slice(1));
  assert.deepEqual(
    targets,
    elements(page, 'section').map(({ id }) => id),
  );
  assert.deepEqual(targets, [
    'result',
    'confusion',
    'training',
    'calibration',
    'sets',
    'groups',
    'prompts',
    'faces',
    'hardest',
    'data',
    'record',
    'limits',
  ]);
});

test('has a chart for each loss and each quantity of training', () => {
  const titles = texts(page).join('\n');
  for (const title of [
    'Accuracy',
    'Classification',
    'Token alignment',
    'Prompt alignment',
    'Prototype alignment',
    'Gradient norms',
    'Learning rate',
    'Drift',
    'Norm of the text prompts',
  ]) {
    assert.match(titles, new RegExp(`^${title}$`, 'm'));
  }
});

test('omits the chart of a loss that is switched off', () => {
  const epochs = run.epochs.map((epoch) => ({ ...epoch, tokenAlignment: 0, prototypeAlignment: Number.NaN }));
  const titles = texts(renderReport({ ...run, epochs }));
  assert.ok(!titles.includes('Token alignment') && !titles.includes('Prototype alignment'));
  assert.ok(titles.includes('Prompt alignment'));
});

test('no text can change the structure of the page', () => {
  const shape = skeleton(renderReport(sampleRun((text) => `${text}x`)));
  for (const evil of hostile) {
    assert.deepEqual(skeleton(renderReport(sampleRun((text) => `${text}x${evil}`))), shape, JSON.stringify(evil));
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 10 }), (evil) => {
      assert.deepEqual(skeleton(renderReport(sampleRun((text) => `${text}x${evil}`))), shape);
    }),
    { numRuns: 15 },
  );
});

/** A run without any results. */
const bare: RunReport = {
  title: 'Empty',
  subtitle: '',
  configuration: {},
  environment: {},
  data: { name: 'none', classes: [], counts: {}, notes: [], fingerprint: '' },
  epochs: [],
  evaluations: [],
};

test('renders a run without any results', () => {
  const empty = renderReport(bare);
  assert.match(empty, /Nothing has been evaluated yet/);
  assert.deepEqual(
    elements(empty, 'section').map(({ id }) => id),
    ['result', 'data', 'record', 'limits'],
  );
});

test('renders evaluations without faces and with one class', () => {
  const none = {
    war: Number.NaN,
    uar: Number.NaN,
    macroF1: Number.NaN,
    ece: Number.NaN,
    brier: Number.NaN,
    nll: Number.NaN,
  };
  const unknown = { name: 'face', n: 0, recall: Number.NaN, precision: Number.NaN, f1: Number.NaN };
  const interval = { war: [Number.NaN, Number.NaN], uar: [Number.NaN, Number.NaN] } as const;
  const evaluations = ['zero-shot', 'last'].map((name) => ({
    name,
    split: 'test',
    interval,
    evaluation: { n: 0, ...none, perClass: [unknown], confusion: [[0]] },
  }));
  const shown = renderReport({ ...bare, data: { ...bare.data, classes: ['face'] }, evaluations });
  assert.doesNotMatch(shown, /NaN|undefined|Infinity/);
  assert.match(shown, /<p class="big">–<\/p>/);
});

test('renders a report that was saved as JSON, where NaN is null', () => {
  const epochs = run.epochs.map((epoch) => ({ ...epoch, visualNorm: Number.NaN, learningRate: Number.NaN }));
  const perClass = run.evaluations[1]!.evaluation.perClass.map((score) => ({ ...score, recall: Number.NaN }));
  const { evaluation, ...row } = run.evaluations[1]!;
  const evaluations = [run.evaluations[0]!, { ...row, evaluation: { ...evaluation, perClass, war: Number.NaN } }];
  const given = { ...run, epochs, evaluations };
  const page = renderReport(given);
  assert.equal(renderReport(JSON.parse(JSON.stringify(given))), page);
  assert.doesNotMatch(page, /NaN|undefined|null|Infinity/);
});

test('rejects a face that would have to be fetched', () => {
  const faces = [{ image: 'https://example.org/a.png', predicted: 0, probabilities: [1] }];
  assert.throws(() => renderReport({ ...run, faces }), { name: 'MpaferError', code: 'image' });
});

test('marks a misclassified face with a word and a sign, not only with colour', () => {
  assert.match(page, /✗ labelled <strong>happy<\/strong>/);
  assert.match(page, /✓ as labelled/);
  assert.match(page, /no label/);
});
