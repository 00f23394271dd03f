// Tasks side by side: how many, in which order, and what a failure does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { fetchAhead } from '../../src/descriptions/fetch-ahead.ts';

test('runs every item once, and never more at a time than allowed', async () => {
  const sizes = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 6 }));
  await fc.assert(
    fc.asyncProperty(sizes, async ([count, parallel]) => {
      const items = Array.from({ length: count }, (_, index) => index);
      const begun: number[] = [];
      let running = 0;
      let most = 0;
      await fetchAhead(items, parallel, async (item) => {
        begun.push(item);
        most = Math.max(most, ++running);
        await setImmediate();
        running--;
      });
      assert.deepEqual(begun, items);
      assert.equal(most, Math.min(count, parallel));
    }),
    { numRuns: 30 },
  );
});

test('starts nothing after a failure, but lets running items finish', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = fetchAhead([0, 1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    if (item === 0) throw new Error('first');
    await setImmediate();
    ended.push(item);
    if (item === 1) throw new Error('second');
  });
  await assert.rejects(work, { message: 'first' });
  assert.deepEqual(begun, [0, 1]);
  assert.deepEqual(ended, [1]);
});
