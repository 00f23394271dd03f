// Both activations and their slopes against PyTorch, far out as well as at zero.
import { test } from 'node:test';
import { gradients } from '../../src/graph/gradients.ts';
import { cast } from '../../src/graph/ops/cast.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { constant, input } from '../../src/graph/tensor.ts';
import { gelu, quickGelu } from '../../src/nn/activation.ts';
import { expectClose } from '../contract/expect.ts';
import { evaluate, valuesOf } from '../support/evaluate.ts';
import { tolerances } from '../tolerances.ts';
import { arrayOf, reference } from './reference.ts';

const points = arrayOf(reference.activations.points);

for (const [name, activation] of Object.entries({ gelu, quickGelu })) {
  const { value, slope } = reference.activations[name as 'gelu' | 'quickGelu'];

  test(`${name} and its slope are PyTorch's in float64`, async () => {
    const x = input('x', points.shape, 'float64');
    const y = activation(x);
    const [derived] = gradients(reduceSum(y), [x]);
    const found = await evaluate({ y, derived: derived! }, { x: points });
    // In pieces, so that the values at 1000 do not hide those near zero.
    for (const piece of [
      [3, 8],
      [8, 11],
      [11, 18],
      [18, 20],
    ]) {
      expectClose(found.y.data.slice(...piece), value.data.slice(...piece), 1e-10, `${name} of points ${piece}`);
      expectClose(found.derived.data.slice(...piece), slope.data.slice(...piece), 1e-10, `slope at points ${piece}`);
    }
    // Far below zero both are differences of numbers near 1 and mean only as much as those.
    for (const index of [0, 1, 2]) {
      expectClose([1 + Number(found.y.data[index])], [1 + value.data[index]!], 1e-12, `${name} far below zero`);
      expectClose([1 + Number(found.derived.data[index])], [1 + slope.data[index]!], 1e-12, 'slope far below zero');
    }
  });

  test(`${name} is PyTorch's in float32`, async () => {
    const found = await valuesOf(activation(cast(constant(points), 'float32')));
    expectClose(found.slice(4, 16), value.data.slice(4, 16), tolerances.golden32, name);
    expectClose(found, value.data, tolerances.golden32, `${name} far out`);
  });
}
