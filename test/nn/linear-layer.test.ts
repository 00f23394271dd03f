// y = x W' + b, by hand.
import { test } from 'node:test';
import { float64 } from '../../src/core/array.ts';
import { constant } from '../../src/graph/tensor.ts';
import { linearLayer } from '../../src/nn/linear-layer.ts';
import { expectClose } from '../contract/expect.ts';
import { rows, valuesOf } from '../support/evaluate.ts';
import { tolerances } from '../tolerances.ts';

test('maps the last axis and adds the bias', async () => {
  const layer = { weight: rows([1, 2, 3], [0, -1, 1]), bias: constant(float64([10, 20], [2])) };
  const x = constant(float64([1, 0, 0, 0, 1, 0, 1, 1, 1, 0, 0, 2], [2, 2, 3]));
  expectClose(
    await valuesOf(linearLayer(x, layer)),
    [11, 20, 12, 19, 16, 20, 16, 22],
    tolerances.golden64,
    'linear layer',
  );
});
