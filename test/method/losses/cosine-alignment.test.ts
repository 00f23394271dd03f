// Alignment by angle by hand: its range, equal rows, one row.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { cosineAlignment } from '../../../src/method/losses/cosine-alignment.ts';
import { expectClose } from '../../contract/expect.ts';
import { rows, scalarOf } from '../../support/evaluate.ts';
import { gaussianConstant } from '../../support/tiny-clip.ts';
import { tolerances } from '../../tolerances.ts';

const near = (found: number, wanted: number) => expectClose([found], [wanted], tolerances.golden64, 'loss');

test('is the mean over rows of 1 - cos', async () => {
  const loss = cosineAlignment(rows([3, 4], [0, 2], [1, 1]), rows([4, 3], [5, 0], [-2, -2]));
  near(await scalarOf(loss), (1 - 24 / 25 + 1 + 2) / 3);
});

test('is 0 for equal directions and 2 for opposite ones, its two ends', async () => {
  const x = rows([1, 2, 3], [-1, 0, 5]);
  assert.ok(Math.abs(await scalarOf(cosineAlignment(x, rows([10, 20, 30], [-0.1, 0, 0.5])))) < 1e-15);
  near(await scalarOf(cosineAlignment(x, rows([-1, -2, -3], [1, 0, -5]))), 2);
});

test('is near 1 for unrelated rows', async () => {
  const source = random(2);
  const loss = await scalarOf(cosineAlignment(gaussianConstant(source, [50, 64]), gaussianConstant(source, [50, 64])));
  assert.ok(Math.abs(loss - 1) < 0.1);
});

test('works for a single row', async () => {
  near(await scalarOf(cosineAlignment(rows([1, 0]), rows([1, 1]))), 1 - Math.SQRT1_2);
});
