import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAhead } from '../../src/data/read-ahead.ts';

const turn = () => new Promise<void>((done) => setImmediate(done));
const collect = async <Item>(items: AsyncIterable<Item>) => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};

test('hands items out in order, whichever is ready first', async () => {
  const items = readAhead(2, 9, 3, async (index) => {
    for (let wait = 0; wait < (index * 5) % 7; wait++) await turn();
    return index;
  });
  assert.deepEqual(await collect(items), [2, 3, 4, 5, 6, 7, 8]);
});

test('starts no more than the one in use and those ahead', async () => {
  const started: number[] = [];
  const items = readAhead(0, 10, 2, async (index) => {
    started.push(index);
    return index;
  });
  await items.next();
  assert.deepEqual(started, [0, 1, 2]);
  await items.next();
  assert.deepEqual(started, [0, 1, 2, 3]);
  await items.return();
});

test('a failure is thrown in its turn, after the items before it', async () => {
  const items = readAhead(0, 5, 3, async (index) => {
    if (index === 2) throw new Error('third');
    await turn();
    return index;
  });
  assert.equal((await items.next()).value, 0);
  assert.equal((await items.next()).value, 1);
  await assert.rejects(items.next(), /third/);
});

test('leaving early waits for what is under way', async () => {
  let ended = 0;
  const items = readAhead(0, 10, 2, async (index) => {
    for (let wait = 0; wait < 5; wait++) await turn();
    ended++;
    return index;
  });
  for await (const item of items) if (item === 0) break;
  const then = ended;
  assert.equal(then, 3);
  for (let wait = 0; wait < 20; wait++) await turn();
  assert.equal(ended, then);
});

test('yields nothing past the end', async () => {
  assert.deepEqual(await collect(readAhead(3, 3, 2, async (index) => index)), []);
});
