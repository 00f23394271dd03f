// Learning rates of every step against PyTorch's schedulers, and what holds for any run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { learningRate } from '../../../src/nn/optim/schedule.ts';
import { expectClose } from '../../contract/expect.ts';
import { tolerances } from '../../tolerances.ts';
import { reference } from '../reference.ts';

for (const { rates, ...schedule } of reference.schedules) {
  const { steps, warmup, warmupRate } = schedule;
  test(`${steps} steps, ${warmup} of ${warmupRate === undefined ? 'linear' : 'constant'} warm-up, are PyTorch's`, () => {
    const found = rates.map((_, step) => learningRate(step, schedule));
    expectClose(found, rates, tolerances.golden64, 'rates');
  });
}

test('stays constant during a constant warm-up, as small as it is', () => {
  const schedule = { peak: 0.032, steps: 100, warmup: 10, warmupRate: 1e-5 };
  assert.ok(Array.from({ length: 10 }, (_, step) => learningRate(step, schedule)).every((rate) => rate === 1e-5));
  assert.equal(learningRate(10, schedule), 0.032);
});

test('reaches the peak with the last linear warm-up step, and half of it half way down', () => {
  const schedule = { peak: 1, steps: 30, warmup: 10 };
  assert.equal(learningRate(9, schedule), 1);
  assert.equal(learningRate(0, schedule), 0.1);
  assert.ok(Math.abs(learningRate(20, schedule) - 0.5) < 1e-12);
});

test('starts at the peak without a warm-up', () => {
  assert.equal(learningRate(0, { peak: 0.3, steps: 5, warmup: 0 }), 0.3);
});

test('is above zero, at most the peak, and never rises after the warm-up', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 200 }), (steps, rise) => {
      const schedule = { peak: 0.5, steps, warmup: Math.min(rise, steps) };
      let before = Infinity;
      for (let step = 0; step < steps; step++) {
        const rate = learningRate(step, schedule);
        assert.ok(rate > 0 && rate <= 0.5, `step ${step} has rate ${rate}`);
        if (step >= schedule.warmup) {
          assert.ok(rate <= before);
          before = rate;
        }
      }
    }),
  );
});
