// Cosines by hand, their range, and their indifference to length.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { constant, input } from '../../src/graph/tensor.ts';
import { cosines, rowCosines, unitLength } from '../../src/nn/cosine.ts';
import { expectClose } from '../contract/expect.ts';
import { rows, valuesOf } from '../support/evaluate.ts';
import { gaussianConstant } from '../support/tiny-clip.ts';
import { tolerances } from '../tolerances.ts';

test('brings rows to unit length, whatever their size', async () => {
  const found = await valuesOf(unitLength(rows([3, 4], [-1e-12, 0], [0, 1e150])));
  expectClose(found, [0.6, 0.8, -1, 0, 0, 1], tolerances.golden64, 'unit rows');
});

test('gives the cosine of every row with every row', async () => {
  const found = await valuesOf(cosines(rows([1, 0], [2, 2]), rows([5, 0], [0, 0.1], [-3, -3])));
  const half = Math.SQRT1_2;
  expectClose(found, [1, 0, -half, half, half, -1], tolerances.golden64, 'cosines');
});

test('gives the cosine of each row with its own partner', async () => {
  const found = await valuesOf(rowCosines(rows([1, 0], [2, 2], [1, 2]), rows([7, 0], [-1, -1], [2, -1])));
  expectClose(found, [1, -1, 0], tolerances.golden64, 'row cosines');
});

test('keeps leading axes and the batch', () => {
  const patches = input('patches', ['B', 9, 5], 'float64');
  assert.deepEqual(cosines(patches, gaussianConstant(random(1), [4, 5])).shape, ['B', 9, 4]);
  assert.deepEqual(rowCosines(patches, patches).shape, ['B', 9]);
});

test('lies between -1 and 1 and does not depend on length', async () => {
  const source = random(2);
  const [x, y] = [gaussianConstant(source, [20, 6]), gaussianConstant(source, [30, 6])];
  const found = await valuesOf(cosines(x, y));
  assert.ok(found.every((value) => Math.abs(value) <= 1 + 1e-15) && Math.min(...found) < 0 && Math.max(...found) > 0);
  const { data, shape } = x.attributes.array as { data: Float64Array; shape: readonly number[] };
  const longer = constant(
    float64(
      data.map((value) => 1000 * value),
      shape,
    ),
  );
  expectClose(await valuesOf(cosines(longer, y)), found, tolerances.golden64, 'cosines of longer rows');
});
