import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relay } from '../../src/core/relay.ts';

async function* counting(to: number): AsyncGenerator<number, string> {
  for (let value = 1; value <= to; value++) yield value;
  return 'done';
}

test('passes progress on as events, in order, and the result back', async () => {
  const work = relay(counting(3), (value) => ({ value }));
  const seen = [await work.next(), await work.next(), await work.next(), await work.next()];
  assert.deepEqual(seen, [
    { value: { value: 1 }, done: false },
    { value: { value: 2 }, done: false },
    { value: { value: 3 }, done: false },
    { value: 'done', done: true },
  ]);
});

test('passes a failure on', async () => {
  async function* failing(): AsyncGenerator<number, string> {
    yield 1;
    throw new Error('no more');
  }
  const work = relay(failing(), (value) => value);
  await work.next();
  await assert.rejects(work.next(), /no more/);
});
