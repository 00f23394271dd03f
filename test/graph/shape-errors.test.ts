// What each operator says to shapes and types that do not fit: its own name, and what it was given.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MpaferError } from '../../src/core/errors.ts';
import type { Shape } from '../../src/core/shape.ts';
import { add } from '../../src/graph/ops/add.ts';
import { concat } from '../../src/graph/ops/concat.ts';
import { contractRows } from '../../src/graph/ops/contract-rows.ts';
import { divide } from '../../src/graph/ops/divide.ts';
import { equal } from '../../src/graph/ops/equal.ts';
import { expand } from '../../src/graph/ops/expand.ts';
import { gather } from '../../src/graph/ops/gather.ts';
import { gatherElements } from '../../src/graph/ops/gather-elements.ts';
import { greater } from '../../src/graph/ops/greater.ts';
import { layerNorm } from '../../src/graph/ops/layer-norm.ts';
import { linear } from '../../src/graph/ops/linear.ts';
import { matMul } from '../../src/graph/ops/mat-mul.ts';
import { mean } from '../../src/graph/ops/mean.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { gatherNeighbours, neighbours } from '../../src/graph/ops/neighbours.ts';
import { pad } from '../../src/graph/ops/pad.ts';
import { reduceMax } from '../../src/graph/ops/reduce-max.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { reshape } from '../../src/graph/ops/reshape.ts';
import { scatterAdd } from '../../src/graph/ops/scatter-add.ts';
import { scatterElements } from '../../src/graph/ops/scatter-elements.ts';
import { slice } from '../../src/graph/ops/slice.ts';
import { subtract } from '../../src/graph/ops/subtract.ts';
import { topK } from '../../src/graph/ops/top-k.ts';
import { transpose } from '../../src/graph/ops/transpose.ts';
import { where } from '../../src/graph/ops/where.ts';
import { input, scalar, type Tensor } from '../../src/graph/tensor.ts';

const x = (...shape: Shape) => input('x', shape);
const wide = (...shape: Shape) => input('wide', shape, 'float64');
const whole = (...shape: Shape) => input('whole', shape, 'int64');
const truth = (...shape: Shape) => input('truth', shape, 'bool');

/** Operator, what it is asked for, and what its message must hold besides the operator's name. */
const refusals: readonly (readonly [string, () => unknown, ...string[]])[] = [
  ['add', () => add(x(2, 3), x(2, 4)), '[2, 3]', '[2, 4]', 'axis -1 is 3 and 4'],
  ['add', () => add(x('B', 3), x(2, 3)), '[B, 3]', '[2, 3]', 'axis -2 is B and 2'],
  ['add', () => add(x(2), wide(2)), 'float32 [2]', 'float64 [2]', 'element types differ'],
  ['subtract', () => subtract(x(2), x(3)), '[2]', '[3]'],
  ['multiply', () => multiply(x(2), x(3)), '[2]', '[3]'],
  ['divide', () => divide(x(2), x(3)), '[2]', '[3]'],
  ['divide', () => divide(x(2), whole(2)), 'float32 [2]', 'int64 [2]'],
  ['greater', () => greater(x(2), x(3)), '[2]', '[3]'],
  ['greater', () => greater(x(2), wide(2)), 'float32', 'float64'],
  ['equal', () => equal(x(2), x(3)), '[2]', '[3]'],
  ['equal', () => equal(x(2), whole(2)), 'float32', 'int64'],
  ['where', () => where(x(2), x(2), x(2)), 'float32 [2]', 'bool'],
  ['where', () => where(truth(2), x(2), x(3)), '[2]', '[3]'],
  ['where', () => where(truth(4), x(2, 3), x(3)), '[4]', '[2, 3]'],
  ['where', () => where(truth(2), x(2), wide(2)), 'float32', 'float64'],
  ['matMul', () => matMul(x(2, 3), x(4, 5)), '[2, 3]', '[4, 5]'],
  ['matMul', () => matMul(x(3), x(3, 4)), '[3]', '[3, 4]'],
  ['matMul', () => matMul(x(2, 4, 3), x(5, 3, 4)), '[2]', '[5]'],
  ['linear', () => linear(x(2, 3), x(4, 5), 'out-in'), '[2, 3]', '[4, 5]', 'out-in'],
  ['linear', () => linear(x(2, 3), x(4, 3), 'in-out'), '[2, 3]', '[4, 3]', 'in-out'],
  ['linear', () => linear(x(2, 3), x(3), 'in-out'), '[2, 3]', '[3]'],
  ['linear', () => linear(x(), x(3, 3), 'in-out'), '[]', '[3, 3]'],
  ['linear', () => linear(x(2, 3), x(4, 3), 'out-in', x(3)), '[4, 3]', '[3]', 'expected [4]'],
  ['linear', () => linear(x(2, 3), x(4, 3), 'out-in', wide(4)), 'float32', 'float64'],
  ['contractRows', () => contractRows(x(2, 3), x(4, 3)), '[2, 3]', '[4, 3]'],
  ['contractRows', () => contractRows(x(), x()), '[]'],
  ['layerNorm', () => layerNorm(x(2, 3), x(4), x(3), 1e-5), '[2, 3]', '[4]', '[3]'],
  ['layerNorm', () => layerNorm(x(2, 3), x(3), x(1), 1e-5), '[2, 3]', '[3]', '[1]'],
  ['reshape', () => reshape(x(2, 3), [4]), '[2, 3]', '[4]'],
  ['reshape', () => reshape(x('B', 3), [6]), '[B, 3]', '[6]'],
  ['reshape', () => reshape(x(6), ['B', 3]), '[6]', '[B, 3]'],
  ['reshape', () => reshape(x('B', 'B'), ['B', 'B', 1]), '[B, B]'],
  ['transpose', () => transpose(x(2, 3), [0, 0]), '[2, 3]', '[0, 0]'],
  ['transpose', () => transpose(x(2, 3), [1]), '[2, 3]', '[1]'],
  ['transpose', () => transpose(x(2)), '[2]'],
  ['expand', () => expand(x(2, 3), [4, 3]), '[2, 3]', '[4, 3]'],
  ['expand', () => expand(x(2, 3), [3]), '[2, 3]', '[3]'],
  ['expand', () => expand(x('B', 3), [1, 3]), '[B, 3]', '[1, 3]'],
  ['concat', () => concat([x(2, 3), x(2, 4)], 0), '[2, 3]', '[2, 4]', 'axis 0'],
  ['concat', () => concat([x(2, 3), x(2)], 1), '[2, 3]', '[2]', 'axis 1'],
  ['concat', () => concat([x('B', 3), x('B', 3)], 0), '[B, 3]'],
  ['concat', () => concat([x(2), wide(2)], 0), 'float32', 'float64'],
  ['concat', () => concat([x(2), x(2)], 1), 'axis 1'],
  ['slice', () => slice(x(4), 0, 1, 5), '[4]', '1 to 5'],
  ['slice', () => slice(x(4), 0, 2, 2), '[4]', '2 to 2'],
  ['slice', () => slice(x(4), 0, -1, 2), '[4]', '-1 to 2'],
  ['slice', () => slice(x('B'), 0, 0, 1), '[B]'],
  ['slice', () => slice(x(4), 1, 0, 1), 'axis 1'],
  ['neighbours', () => neighbours(x('B', 4, 3)), '[B, 4, 3]', '[B, H, W, D]'],
  ['neighbours', () => neighbours(x(2, 'B', 4, 3)), '[2, B, 4, 3]'],
  ['neighbours', () => gatherNeighbours(x('B', 2, 2, 8)), '[B, 2, 2, 8]', 'a multiple of 9'],
  ['pad', () => pad(x(2, 3), 0, -1, 0), '[2, 3]', '-1'],
  ['pad', () => pad(x('B', 3), 0, 1, 0), '[B, 3]'],
  ['pad', () => pad(x(3), 2, 1, 0), 'axis 2'],
  ['reduceSum', () => reduceSum(x(2, 3), [2]), 'axis 2', '2 axes'],
  ['reduceMax', () => reduceMax(x(2, 3), [-3]), 'axis -3', '2 axes'],
  ['mean', () => mean(x(2), [0.5]), 'axis 0.5'],
  ['gather', () => gather(x(3, 2), x(2)), '[3, 2]', 'float32 [2]', 'int64'],
  ['gather', () => gather(x(), whole(2)), '[]', 'int64 [2]'],
  ['gatherElements', () => gatherElements(x(3, 2), whole(2, 1), 1), '[3, 2]', '[2, 1]', 'axis 1'],
  ['gatherElements', () => gatherElements(x(3, 2), whole(3), 1), '[3, 2]', '[3]'],
  ['gatherElements', () => gatherElements(x(3, 2), x(3, 1), 1), '[3, 2]', 'float32 [3, 1]'],
  ['scatterElements', () => scatterElements(whole(3, 1), x(3, 2), [3, 4], 1), '[3, 1]', '[3, 2]', '[3, 4]'],
  ['scatterElements', () => scatterElements(whole(3, 2), x(3, 2), [4, 4], 1), '[3, 2]', '[4, 4]', 'axis 1'],
  ['scatterElements', () => scatterElements(x(3, 2), x(3, 2), [3, 4], 1), 'float32 [3, 2]'],
  ['scatterElements', () => scatterElements(whole(3), x(3), [4], 1), 'axis 1'],
  ['scatterAdd', () => scatterAdd(whole(3), x(2, 2), [4, 2]), '[3]', '[2, 2]', '[4, 2]'],
  ['scatterAdd', () => scatterAdd(x(3), x(3, 2), [4, 2]), 'float32 [3]', '[3, 2]', 'int64'],
  ['topK', () => topK(x(2, 3), 4), '[2, 3]', '4'],
  ['topK', () => topK(x(2, 3), 0), '[2, 3]', '0'],
  ['topK', () => topK(x(2, 3), 1.5), '[2, 3]', '1.5'],
  ['topK', () => topK(x(3, 'B'), 1), '[3, B]'],
];

for (const [operator, action, ...parts] of refusals) {
  test(`${operator} refuses ${parts.join(' and ')}`, () => {
    assert.throws(action, (error: Error) => {
      assert.ok(error instanceof MpaferError, String(error.stack));
      assert.equal(error.code, 'shape');
      for (const part of [operator, ...parts])
        assert.ok(error.message.includes(part), `"${error.message}" lacks ${part}`);
      assert.match(error.message, /^Cannot .*[^.]$/);
      return true;
    });
  });
}

test('a scalar is of a type that has one', () => {
  assert.throws(() => scalar(1, 'bool'), { code: 'graph', message: /Cannot make a scalar of type bool/ });
});

test('a reshape, an expansion and a cast to what is there already are no operators', () => {
  const same: Tensor = x(2, 3);
  assert.equal(reshape(same, [2, 3]), same);
  assert.equal(expand(same, [2, 3]), same);
  assert.equal(concat([same], 0), same);
  assert.equal(pad(same, 0, 0, 0), same);
});
