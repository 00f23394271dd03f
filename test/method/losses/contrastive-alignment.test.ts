// L_ta and L_pa by hand: which way the softmax runs, chance, range, one class.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float64 } from '../../../src/core/array.ts';
import { random } from '../../../src/core/random.ts';
import { gradients } from '../../../src/graph/gradients.ts';
import { input } from '../../../src/graph/tensor.ts';
import { contrastiveAlignment } from '../../../src/method/losses/contrastive-alignment.ts';
import { expectClose } from '../../contract/expect.ts';
import { evaluate, rows, scalarOf } from '../../support/evaluate.ts';
import { gaussianConstant } from '../../support/tiny-clip.ts';
import { tolerances } from '../../tolerances.ts';

const near = (found: number, wanted: number) => expectClose([found], [wanted], tolerances.golden64, 'loss');

test('is the mean over hard classes of -log softmax over soft classes', async () => {
  const [soft, hard] = [rows([1, 0], [0, 3]), rows([2, 0], [1, 1])];
  // Hard class 0 has cosines 1 and 0 with the soft ones, hard class 1 has the root of a half twice.
  const first = Math.log(Math.exp(1 / 0.5) + 1) - 1 / 0.5;
  const second = Math.log(2);
  near(await scalarOf(contrastiveAlignment(soft, hard, 0.5)), (first + second) / 2);
  // The other way round it is another number.
  const half = Math.SQRT1_2 / 0.5;
  const third = Math.log(1 + Math.exp(half)) - half;
  const fourth = Math.log(Math.exp(1 / 0.5) + Math.exp(half)) - 1 / 0.5;
  near(await scalarOf(contrastiveAlignment(hard, soft, 0.5)), (fourth + third) / 2);
});

test('is ln C when all soft rows are equal, whatever the hard ones', async () => {
  const hard = gaussianConstant(random(1), [5, 3]);
  const soft = rows(...new Array<number[]>(5).fill([0.3, -2, 1]));
  for (const temperature of [0.01, 0.07, 1]) {
    near(await scalarOf(contrastiveAlignment(soft, hard, temperature)), Math.log(5));
  }
});

test('is zero for one class', async () => {
  assert.equal(Math.abs(await scalarOf(contrastiveAlignment(rows([1, 2]), rows([-1, 5]), 0.07))), 0);
});

test('lies between 0 and 2 / tau + ln C, both nearly reached', async () => {
  const apart = rows([1, 0], [-1, 0]);
  const swapped = rows([-1, 0], [1, 0]);
  const best = await scalarOf(contrastiveAlignment(apart, apart, 0.01));
  const worst = await scalarOf(contrastiveAlignment(apart, swapped, 0.01));
  assert.ok(best >= 0 && best < 1e-12);
  near(worst, 200);
  const source = random(3);
  for (let draw = 0; draw < 5; draw++) {
    const [soft, hard] = [gaussianConstant(source, [6, 4]), gaussianConstant(source, [6, 4])];
    const loss = await scalarOf(contrastiveAlignment(soft, hard, 0.07));
    assert.ok(loss > 0 && loss < 2 / 0.07 + Math.log(6));
  }
});

test('does not depend on the length of any row', async () => {
  const long = await scalarOf(contrastiveAlignment(rows([10, 20], [0.3, -0.1]), rows([5, 5], [-8, 8]), 0.1));
  near(long, await scalarOf(contrastiveAlignment(rows([1, 2], [3, -1]), rows([1, 1], [-1, 1]), 0.1)));
});

test('a step down its gradient makes it smaller', async () => {
  const soft = input('soft', [3, 4], 'float64');
  const loss = contrastiveAlignment(soft, gaussianConstant(random(5), [3, 4]), 0.07);
  const [slope] = gradients(loss, [soft]);
  const start = float64(
    Array.from({ length: 12 }, (_, index) => Math.sin(index + 1)),
    [3, 4],
  );
  const here = await evaluate({ loss, slope: slope! }, { soft: start });
  const moved = float64(
    (start.data as Float64Array).map((value, index) => value - 1e-4 * Number(here.slope.data[index])),
    [3, 4],
  );
  const there = await evaluate({ loss }, { soft: moved });
  assert.ok(Number(there.loss.data[0]) < Number(here.loss.data[0]));
});
