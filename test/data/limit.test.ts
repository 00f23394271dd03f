import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limit } from '../../src/data/limit.ts';

const turn = () => new Promise<void>((done) => setImmediate(done));

test('never runs more at once than allowed, and runs all', async () => {
  const atOnce = limit(3);
  let running = 0;
  let most = 0;
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      atOnce(async () => {
        most = Math.max(most, ++running);
        for (let wait = 0; wait < index % 4; wait++) await turn();
        running--;
        return index;
      }),
    ),
  );
  assert.deepEqual(results, [...Array(20).keys()]);
  assert.equal(most, 3);
});

test('a failure gives its place free', async () => {
  const atOnce = limit(1);
  await assert.rejects(
    atOnce(async () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(await atOnce(async () => 'yes'), 'yes');
});
