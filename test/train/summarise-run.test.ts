import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { random } from '../../src/core/random.ts';
import type { EpochRecord } from '../../src/evaluate/epoch-record.ts';
import type { SamplePredictions } from '../../src/evaluate/sample-predictions.ts';
import type { SplitResult } from '../../src/evaluate/split-result.ts';
import { headlineResult } from '../../src/evaluate/split-result.ts';
import { renderReport } from '../../src/report/pages/run-page.ts';
import { dataSummary, summariseRun } from '../../src/train/summarise-run.ts';
import type { FinishedEvent } from '../../src/train/train-event.ts';
import { drawnDataset } from '../support/drawings.ts';

const dataset = drawnDataset();
const labels = [0, 1, 2, 0, 1, 2, 0, 1];

/** Predictions of which the first so many are right. */
function predictions(right: number): SamplePredictions {
  const logits = Float32Array.from({ length: 24 }, (_, index) => {
    const [face, column] = [Math.floor(index / 3), index % 3];
    const shown = face < right ? labels[face]! : (labels[face]! + 1) % 3;
    return column === shown ? 2 : 0;
  });
  const sum = Math.exp(2) + 2;
  const probabilities = logits.map((logit) => Math.exp(logit) / sum);
  return { classes: dataset.classes, probabilities, logits, labels, ids: labels.map(String) };
}

const result = (recogniser: SplitResult['recogniser'], split: SplitResult['split'], right: number): SplitResult => ({
  recogniser,
  split,
  epoch: recogniser === 'zero-shot' ? 0 : 4,
  predictions: predictions(right),
});

const record: EpochRecord = {
  epoch: 1,
  step: 3,
  learningRate: 0.1,
  loss: 2,
  classification: 1,
  trainWar: 0.5,
  gradientNormContext: 1,
  contextNorm: 1,
  contextDrift: 0.1,
  valid: { n: 8, war: 0.5, uar: 0.5, nll: 1 },
};

const finished = (results: readonly SplitResult[]): FinishedEvent => ({
  kind: 'finished',
  results,
  records: [record],
  recogniser: new Uint8Array(),
  last: new Uint8Array(),
});

const summarise = (results: readonly SplitResult[]) =>
  summariseRun(
    { title: 'A run', subtitle: 'of drawings', dataset, configuration: parseConfiguration({}, 'it'), environment: {} },
    finished(results),
    2,
    random(1),
  );

suite('the summary of a run', () => {
  const all = [
    result('zero-shot', 'valid', 2),
    result('last', 'valid', 5),
    result('selected', 'valid', 6),
    result('zero-shot', 'test', 1),
    result('last', 'test', 5),
    result('selected', 'test', 7),
  ];

  test('names the evaluations as the field reads them, each with an interval around its score', () => {
    const { evaluations } = summarise(all);
    assert.deepEqual(
      evaluations.map(({ name, split, epoch, evaluation }) => [name, split, epoch, evaluation.war]),
      [
        ['zero-shot', 'valid', 0, 2 / 8],
        ['last', 'valid', 4, 5 / 8],
        ['validation-selected', 'valid', 4, 6 / 8],
        ['zero-shot', 'test', 0, 1 / 8],
        ['last', 'test', 4, 5 / 8],
        ['validation-selected', 'test', 4, 7 / 8],
      ],
    );
    for (const { evaluation, interval } of evaluations) {
      assert.ok(interval.war[0] <= evaluation.war && evaluation.war <= interval.war[1]);
    }
  });

  test('puts the best test epoch beside the others under its own name, and never on the front page', () => {
    const { evaluations, comparisons } = summarise([...all, { ...result('best-test', 'test', 8), epoch: 2 }]);
    assert.deepEqual(
      evaluations.slice(-3).map(({ name, epoch, evaluation }) => [name, epoch, evaluation.war]),
      [
        ['last', 4, 5 / 8],
        ['validation-selected', 4, 7 / 8],
        ['best-test-epoch', 2, 1],
      ],
    );
    assert.equal(comparisons![0]!.first, 'validation-selected');
    const page = renderReport(summarise([...all, { ...result('best-test', 'test', 8), epoch: 2 }]));
    assert.match(page, /would raise the reported WAR by 12\.5 points to 100\.0%\. That number is optimistic/);
    assert.match(page, /The best epoch on the test set, as much of the literature reports it; optimistically biased/);
  });

  test('chooses a threshold and sets on the validation faces of the headline, and judges them on its test faces', () => {
    const { abstentionRule, conformal, calibration } = summarise(all);
    assert.deepEqual([abstentionRule!.goal, abstentionRule!.validationFaces], [{ coverage: 0.8 }, 8]);
    assert.equal(abstentionRule!.result!.n, 8);
    assert.deepEqual(
      conformal!.map(({ name, alpha, validationFaces }) => [name, alpha, validationFaces]),
      [
        ['lac', 0.1, 8],
        ['aps', 0.1, 8],
      ],
    );
    // Eight faces promise nothing at one in ten.
    assert.ok(conformal!.every(({ threshold, coverage }) => threshold === 1 && coverage === 1));
    assert.ok(calibration!.nll! > 0 && calibration!.scaled!.nll !== calibration!.nll);
    const valid = summarise(all.filter(({ split }) => split === 'valid'));
    assert.deepEqual([valid.abstentionRule, valid.conformal], [undefined, undefined], 'nothing is left to judge on');
  });

  test('shows how much each class counted in the loss, where that was not the same', () => {
    assert.equal(summarise(all).classWeights, undefined);
    const configuration = parseConfiguration({ classWeights: { sadness: 4 } }, 'it');
    const run = summariseRun(
      { title: 'A run', subtitle: '', dataset, configuration, environment: {} },
      finished(all),
      1,
      random(1),
    );
    assert.deepEqual(run.classWeights, [0.5, 2, 0.5]);
    assert.match(renderReport(run), /loss weight/);
  });

  test('holds the headline against zero-shot on the same faces', () => {
    const { comparisons, calibration, abstention } = summarise(all);
    assert.equal(comparisons!.length, 1);
    const [{ first, second, onlyFirst, onlySecond }] = comparisons as [NonNullable<typeof comparisons>[number]];
    assert.deepEqual([first, second, onlyFirst, onlySecond], ['validation-selected', 'zero-shot', 6, 0]);
    assert.equal(calibration!.scaled!.temperature, 2);
    assert.notEqual(calibration!.ece, calibration!.scaled!.ece);
    assert.equal(abstention!.at(-1)!.coverage, 1);
  });

  test('keeps the epoch records as training made them, losses that are switched off absent', () => {
    const run = summarise(all);
    assert.deepEqual(run.epochs, finished(all).records);
    const [epoch] = run.epochs;
    assert.deepEqual([epoch!.tokenAlignment, epoch!.visualNorm], [undefined, undefined]);
    assert.deepEqual([epoch!.trainWar, epoch!.valid!.war, epoch!.contextNorm], [0.5, 0.5, 1]);
    assert.match(renderReport(run), /<title>[^<]*A run/);
  });

  test('says nothing of results where there are none, and can be shown all the same', () => {
    const run = summarise([]);
    assert.deepEqual([run.evaluations, run.comparisons, run.calibration], [[], undefined, undefined]);
    assert.match(renderReport(run), /<title>[^<]*A run/);
  });
});

test('the headline is test before validation, selected before last, and never zero-shot', () => {
  const headline = (...results: SplitResult[]) => {
    const found = headlineResult(results);
    return found && `${found.recogniser} ${found.split}`;
  };
  const [zero, lastTest, lastValid] = [
    result('zero-shot', 'test', 1),
    result('last', 'test', 1),
    result('last', 'valid', 1),
  ];
  assert.equal(headline(zero, lastTest, lastValid, result('selected', 'test', 1)), 'selected test');
  assert.equal(headline(zero, lastTest, lastValid, result('selected', 'valid', 1)), 'last test');
  assert.equal(headline(lastValid, result('selected', 'valid', 1)), 'selected valid');
  assert.equal(headline(lastValid), 'last valid');
  assert.equal(headline(zero), undefined);
});

test('the data of a run are summed up by counts and a fingerprint, without names of files', () => {
  const { counts, fingerprint, ...rest } = dataSummary(dataset);
  assert.deepEqual(counts, { train: [8, 8, 8], valid: [4, 4, 4], test: [5, 5, 5] });
  assert.match(fingerprint, /^[0-9a-f]{16}$/);
  assert.deepEqual(rest, { name: 'drawings', classes: ['happiness', 'sadness', 'anger'], notes: [] });
});
