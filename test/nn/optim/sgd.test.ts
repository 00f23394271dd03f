// Ten steps of SGD with momentum, decay and clipping, against PyTorch.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipFactor, type Floats, gradientNorm } from '../../../src/nn/optim/gradient-norm.ts';
import { defaultSgd, type SgdOptions, sgdBuffer, sgdStep } from '../../../src/nn/optim/sgd.ts';
import { expectClose } from '../../contract/expect.ts';
import { tolerances } from '../../tolerances.ts';
import { reference } from '../reference.ts';

function tenSteps(name: 'sgd' | 'plainSgd', options: SgdOptions, make: (data: readonly number[]) => Floats) {
  const { start, gradients, rates, limit, norms } = reference.optimisers[name];
  const parameters = start.map(({ data }) => make(data));
  const buffers = parameters.map(sgdBuffer);
  const found = gradients.map((own, step) => {
    const slopes = own.map(({ data }) => make(data));
    const norm = gradientNorm(slopes);
    const settings = { ...options, rate: rates[step]!, factor: clipFactor(norm, limit) };
    parameters.forEach((parameter, index) => {
      sgdStep(parameter, buffers[index]!, slopes[index]!, settings);
    });
    return norm;
  });
  return { parameters, buffers, norms: [found, norms] as const };
}

for (const [name, options] of [
  ['sgd', defaultSgd],
  ['plainSgd', { momentum: 0, weightDecay: 0 }],
] as const) {
  const { end } = reference.optimisers[name];

  test(`ten steps of ${name} end where PyTorch's do`, () => {
    const { parameters, norms } = tenSteps(name, options, (data) => Float64Array.from(data));
    expectClose(...norms, tolerances.golden64, 'norms');
    end.forEach(({ data }, index) => {
      expectClose(parameters[index]!, data, tolerances.golden64, `parameter ${index}`);
    });
  });

  test(`ten steps of ${name} in float32 end there too`, () => {
    const { parameters, buffers } = tenSteps(name, options, (data) => Float32Array.from(data));
    end.forEach(({ data }, index) => {
      expectClose(parameters[index]!, data, tolerances.golden32, `parameter ${index}`);
    });
    assert.ok(buffers.every((buffer) => buffer instanceof Float32Array));
  });
}

test('the reference clips some steps and leaves others', () => {
  const factors = reference.optimisers.sgd.norms.map((norm) => clipFactor(norm, 1));
  assert.ok(factors.some((factor) => factor === 1) && factors.some((factor) => factor < 0.1));
});

test('defaults are those of the method', () => {
  assert.deepEqual(defaultSgd, { momentum: 0.9, weightDecay: 5e-4 });
});

test('decay alone shrinks the parameters', () => {
  const parameter = Float64Array.of(2, -4);
  sgdStep(parameter, sgdBuffer(parameter), Float64Array.of(0, 0), { momentum: 0.9, weightDecay: 0.5, rate: 0.1 });
  assert.deepEqual([...parameter], [1.9, -3.8]);
});
