// Ten steps of AdamW, with decay on one of two arrays, against PyTorch.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adamwState, adamwStep, defaultAdamw } from '../../../src/nn/optim/adamw.ts';
import { clipFactor, gradientNorm } from '../../../src/nn/optim/gradient-norm.ts';
import { expectClose } from '../../contract/expect.ts';
import { tolerances } from '../../tolerances.ts';
import { reference } from '../reference.ts';

test("ten steps end where PyTorch's do", () => {
  const { start, gradients, rates, limit, end } = reference.optimisers.adamw;
  const parameters = start.map(({ data }) => Float32Array.from(data));
  const state = adamwState(parameters);
  const options = { beta1: 0.9, beta2: 0.98, epsilon: 1e-6 };
  gradients.forEach((own, step) => {
    const slopes = own.map(({ data }) => Float32Array.from(data));
    const factor = clipFactor(gradientNorm(slopes), limit);
    adamwStep(parameters, slopes, state, { ...options, rate: rates[step]!, decays: [0.2, 0], factor });
  });
  assert.equal(state.step, 10);
  end.forEach(({ data }, index) => {
    expectClose(parameters[index]!, data, tolerances.golden32, `parameter ${index}`);
  });
});

test('the first step has the length of the rate, whatever the gradient', () => {
  for (const slope of [1e-3, 1, 1e4]) {
    const parameters = [Float32Array.of(1)];
    adamwStep(parameters, [Float32Array.of(slope)], adamwState(parameters), {
      ...defaultAdamw,
      rate: 0.125,
      decays: [0],
    });
    expectClose(parameters[0]!, [0.875], 1e-5, `parameter after a gradient of ${slope}`);
  }
});

test('decay acts on the weights and not through the moments', () => {
  const parameters = [Float32Array.of(8)];
  const state = adamwState(parameters);
  adamwStep(parameters, [Float32Array.of(0)], state, { ...defaultAdamw, rate: 0.5, decays: [0.25] });
  assert.equal(parameters[0]![0], 7);
  assert.deepEqual([state.first[0]![0], state.second[0]![0]], [0, 0]);
});
