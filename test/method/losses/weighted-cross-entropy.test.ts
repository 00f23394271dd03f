// The weighted classification loss against PyTorch's: test/golden/method/weighted-loss.json.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../../src/core/array.ts';
import { gradients } from '../../../src/graph/gradients.ts';
import { constant, input } from '../../../src/graph/tensor.ts';
import { weightedCrossEntropy } from '../../../src/method/losses/weighted-cross-entropy.ts';
import { objective } from '../../../src/method/objective.ts';
import { defaultMethod } from '../../../src/method/options.ts';
import { crossEntropy } from '../../../src/nn/cross-entropy.ts';
import { expectClose } from '../../contract/expect.ts';
import { evaluate, rows, scalarOf } from '../../support/evaluate.ts';
import { taskValues, tinyTask } from '../../support/tiny-task.ts';
import { tolerances } from '../../tolerances.ts';
import { weightedLosses } from './weighted-loss-reference.ts';

const vector = (...values: readonly number[]) => constant(float64(values, [values.length]));

for (const wanted of weightedLosses.cases) {
  test(`is PyTorch's, and so is its gradient: ${wanted.name}`, async () => {
    const [batch, classes] = wanted.shape;
    const logits = input('logits', ['B', classes], 'float64');
    const targets = input('targets', ['B', classes], 'float64');
    const loss = weightedCrossEntropy(logits, targets, vector(...wanted.weights));
    const [slope] = gradients(loss, [logits]);
    const found = await evaluate(
      { loss, slope: slope! },
      { logits: float64(wanted.logits, [batch, classes]), targets: float64(wanted.targets, [batch, classes]) },
    );
    expectClose(found.loss.data, [wanted.loss], tolerances.golden64, 'loss');
    expectClose(found.slope.data, wanted.slope, tolerances.golden64, 'gradient');
  });
}

test('is ln C at chance, whatever the weights', async () => {
  const found = await scalarOf(
    weightedCrossEntropy(rows([1, 1, 1], [5, 5, 5]), rows([1, 0, 0], [0, 0, 1]), vector(9, 1, 0.2)),
  );
  expectClose([found], [Math.log(3)], tolerances.golden64, 'loss');
});

test('with equal weights is cross-entropy, whatever their size', async () => {
  const [logits, targets] = [rows([1, 2, 3], [0, 0, 5]), rows([0, 1, 0], [0.5, 0, 0.5])];
  const plain = await scalarOf(crossEntropy(logits, targets));
  for (const size of [1, 0.01, 300]) {
    const found = await scalarOf(weightedCrossEntropy(logits, targets, vector(size, size, size)));
    expectClose([found], [plain], tolerances.golden64, `weights of ${size}`);
  }
});

test('is the classification loss of the objective where weights are given, and part of the sum', async () => {
  const task = tinyTask();
  const pixels = input('pixels', ['B', 3, task.clip.config.image.size, task.clip.config.image.size], 'float64');
  const targets = input('targets', ['B', 4], 'float64');
  const weights = vector(3, 0.5, 1, 0.1);
  const weighted = objective(
    task.frozen,
    { context: task.prompts.context, visual: task.prompts.visual },
    { ...task.anchors, classWeights: weights },
    { pixels, targets },
    { ...defaultMethod, topPatches: 4 },
  );
  const { loss, classification, wanted, plainLoss, plain } = await taskValues(task, {
    loss: weighted.loss,
    classification: weighted.classification,
    wanted: weightedCrossEntropy(weighted.logits, targets, weights),
    plainLoss: task.parts.loss,
    plain: task.parts.classification,
  });
  const [own, before] = [Number(classification.data[0]), Number(plain.data[0])];
  expectClose([own], wanted.data, tolerances.golden64, 'classification');
  assert.ok(Math.abs(own - before) > 1e-3);
  const moved = Number(loss.data[0]) - Number(plainLoss.data[0]);
  assert.ok(Math.abs(moved - (own - before)) < 1e-10, 'the other losses stay as they are');
});
