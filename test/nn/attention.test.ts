// Attention against PyTorch's scaled_dot_product_attention, with masks and with rows that only get attended to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64, type NumericArray } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { constant, input } from '../../src/graph/tensor.ts';
import { type Attention, attention } from '../../src/nn/attention.ts';
import { expectClose } from '../contract/expect.ts';
import { evaluate, valuesOf } from '../support/evaluate.ts';
import { gaussian, gaussianConstant } from '../support/tiny-clip.ts';
import { tolerances } from '../tolerances.ts';
import { arrayOf, reference } from './reference.ts';

const causalMask = (length: number) =>
  constant(
    float64(
      Array.from({ length: length ** 2 }, (_, index) => (index % length > Math.floor(index / length) ? -1e9 : 0)),
      [length, length],
    ),
  );

for (const { heads, causal, weights, x, extra, y, direction, slopes } of reference.attentions) {
  const [, length] = x.shape;
  const extras = extra.shape[0]!;
  test(`attention is PyTorch's: ${heads} heads, ${length} rows, ${extras} extra rows${causal ? ', causal' : ''}`, async () => {
    const layer = (name: keyof typeof weights) => ({
      weight: constant(arrayOf(weights[name].weight)),
      bias: constant(arrayOf(weights[name].bias)),
    });
    const own: Attention = {
      query: layer('query'),
      key: layer('key'),
      value: layer('value'),
      output: layer('output'),
    };
    const rows = input('x', ['B', ...x.shape.slice(1)], 'float64');
    const more = extras > 0 ? input('extra', extra.shape, 'float64') : undefined;
    const result = attention(rows, own, { heads, mask: causal ? causalMask(length!) : undefined, extra: more });
    const loss = reduceSum(multiply(result, input('direction', result.shape, 'float64')));
    const targets = more === undefined ? [rows] : [rows, more];
    const [dx, dextra] = gradients(loss, targets);
    const feeds: Record<string, NumericArray> = { x: arrayOf(x), direction: arrayOf(direction) };
    if (more !== undefined) feeds.extra = arrayOf(extra);
    const found = await evaluate({ result, dx: dx!, ...(dextra && { dextra }) }, feeds);
    expectClose(found.result.data, y.data, tolerances.golden64, 'attention');
    expectClose(found.dx.data, slopes.x.data, tolerances.golden64, 'slope of the rows');
    if (more !== undefined) {
      const slope = (found as unknown as { dextra: NumericArray }).dextra;
      expectClose(slope.data, slopes.extra.data, tolerances.golden64, 'slope of the extra rows');
    }
  });
}

const source = random(4);
const weights: Attention = {
  query: { weight: gaussianConstant(source, [4, 4]), bias: gaussianConstant(source, [4]) },
  key: { weight: gaussianConstant(source, [4, 4]), bias: gaussianConstant(source, [4]) },
  value: { weight: gaussianConstant(source, [4, 4]), bias: gaussianConstant(source, [4]) },
  output: { weight: gaussianConstant(source, [4, 4]), bias: gaussianConstant(source, [4]) },
};

test('what a mask hides has no influence at all', async () => {
  const first = gaussian(source, [1, 3, 4]);
  const other = float64([...(first.data as Float64Array).subarray(0, 8), 9, -9, 9, -9], [1, 3, 4]);
  const before = await valuesOf(attention(constant(first), weights, { heads: 2, mask: causalMask(3) }));
  const after = await valuesOf(attention(constant(other), weights, { heads: 2, mask: causalMask(3) }));
  assert.deepEqual(before.slice(0, 8), after.slice(0, 8));
  assert.notDeepEqual(before.slice(8), after.slice(8));
});

test('the order of extra rows does not matter, their number does', async () => {
  const x = constant(gaussian(source, [2, 3, 4]));
  const [a, b] = [gaussian(source, [1, 4]), gaussian(source, [1, 4])];
  const extra = (...pieces: NumericArray[]) =>
    constant(
      float64(
        pieces.flatMap(({ data }) => [...(data as Float64Array)]),
        [pieces.length, 4],
      ),
    );
  const attended = (rows: ReturnType<typeof extra>) => valuesOf(attention(x, weights, { heads: 2, extra: rows }));
  const forwards = await attended(extra(a, b));
  expectClose(await attended(extra(b, a)), forwards, tolerances.golden64, 'attention to swapped rows');
  assert.notDeepEqual(await attended(extra(a, b, b)), forwards);
});
