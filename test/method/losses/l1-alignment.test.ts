// Alignment by distance by hand: a mean over rows and dimensions at unit length, its range, equal rows, one row.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../../src/core/array.ts';
import { random } from '../../../src/core/random.ts';
import { gradients } from '../../../src/graph/gradients.ts';
import { input } from '../../../src/graph/tensor.ts';
import { l1Alignment } from '../../../src/method/losses/l1-alignment.ts';
import { expectClose } from '../../contract/expect.ts';
import { rows, scalarOf, valuesOf } from '../../support/evaluate.ts';
import { gaussianConstant } from '../../support/tiny-clip.ts';
import { tolerances } from '../../tolerances.ts';

const near = (found: number, wanted: number) => expectClose([found], [wanted], tolerances.golden64, 'loss');

test('is the mean over rows and dimensions of the distance at unit length', async () => {
  // Unit rows: (0.6, 0.8) and (0.8, 0.6); (0, 1) and (-1, 0).
  near(await scalarOf(l1Alignment(rows([3, 4], [0, 2]), rows([8, 6], [-1, 0]))), (0.2 + 0.2 + 1 + 1) / 4);
});

test('is 0 for equal directions, with no slope, and works for a single row', async () => {
  const x = input('x', [1, 3], 'float64');
  const loss = l1Alignment(x, rows([1, 2, 2]));
  const feeds = { x: float64([1, 2, 2], [1, 3]) };
  assert.equal(await scalarOf(loss, feeds), 0);
  const [slope] = gradients(loss, [x]);
  assert.ok((await valuesOf(slope!, feeds)).every((value) => value === 0));
});

test('is at most 2 / sqrt(E), reached by opposite rows of equal numbers', async () => {
  near(await scalarOf(l1Alignment(rows([1, 1, 1, 1]), rows([-7, -7, -7, -7]))), 2 / Math.sqrt(4));
  const source = random(7);
  const loss = await scalarOf(l1Alignment(gaussianConstant(source, [40, 9]), gaussianConstant(source, [40, 9])));
  assert.ok(loss > 0 && loss < 2 / 3);
});
