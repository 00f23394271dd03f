import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recognition } from '../../src/recognise/expression-recogniser.ts';
import { Problem } from '../../src/server/problem.ts';
import { recognitionQueue } from '../../src/server/recognition-queue.ts';

const ok: Recognition = { status: 'ok', faces: [] };
const stays = () => new AbortController().signal;
const pictures = (count: number) => Array.from({ length: count }, () => new Uint8Array(1));

/** A recogniser that answers when it is told to. */
function held() {
  const batches: { readonly size: number; answer(): void; fail(error: Error): void }[] = [];
  const recognise = (all: readonly Uint8Array[]) =>
    new Promise<readonly Recognition[]>((resolve, reject) => {
      batches.push({ size: all.length, answer: () => resolve(all.map(() => ok)), fail: reject });
    });
  return { batches, recognise };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a batch is what waits when the recogniser is free, up to the largest', async () => {
  const { batches, recognise } = held();
  const queue = recognitionQueue({ work: recognise, waiting: 100, batch: 4, wait: 0, clock: () => 0 });
  const all = [1, 1, 1, 2, 3].map((count) => queue.add(pictures(count), stays()));
  assert.deepEqual([batches.map(({ size }) => size), queue.waiting], [[1, 1], 6]);
  batches[0]!.answer();
  await turn();
  assert.deepEqual([batches.map(({ size }) => size), queue.waiting], [[1, 1, 4], 2]);
  for (let next = 1; next < 4; next++) {
    batches[next]!.answer();
    await turn();
  }
  assert.deepEqual(
    (await Promise.all(all)).map(({ length }) => length),
    [1, 1, 1, 2, 3],
  );
});

test('waits for a fuller batch where it is told to, and no longer than that', async () => {
  const { batches, recognise } = held();
  let time = 0;
  const queue = recognitionQueue({ work: recognise, waiting: 100, batch: 3, wait: 20, clock: () => time });
  const first = queue.add(pictures(1), stays());
  assert.equal(batches.length, 0);
  const rest = queue.add(pictures(2), stays());
  assert.deepEqual(
    batches.map(({ size }) => size),
    [3],
  );
  const last = queue.add(pictures(1), stays());
  time = 20;
  await new Promise((resolve) => setTimeout(resolve, 40));
  assert.deepEqual(
    batches.map(({ size }) => size),
    [3, 1],
  );
  for (const batch of batches) batch.answer();
  await Promise.all([first, rest, last]);
});

test('drops the pictures of a client that left, counts them, and recognises those of others', async () => {
  const { batches, recognise } = held();
  let dropped = 0;
  const queue = recognitionQueue({
    work: recognise,
    waiting: 100,
    batch: 8,
    wait: 0,
    clock: () => 0,
    onDrop: (count) => {
      dropped += count;
    },
  });
  const running = [queue.add(pictures(1), stays()), queue.add(pictures(1), stays())];
  const leaving = new AbortController();
  const left = queue.add(pictures(3), leaving.signal);
  const stayed = queue.add(pictures(2), stays());
  leaving.abort();
  await assert.rejects(left, (error) => error instanceof Problem && error.code === 'client-gone');
  assert.deepEqual([queue.waiting, dropped], [2, 3]);
  const gone = new AbortController();
  gone.abort();
  await assert.rejects(queue.add(pictures(1), gone.signal), { code: 'client-gone' });
  assert.equal(dropped, 4);
  batches[0]!.answer();
  await turn();
  assert.deepEqual(
    batches.map(({ size }) => size),
    [1, 1, 2],
  );
  for (const batch of batches) batch.answer();
  assert.equal((await stayed).length, 2);
  await Promise.all(running);
});

test('a batch that fails is refused to its clients alone', async () => {
  const { batches, recognise } = held();
  const queue = recognitionQueue({ work: recognise, waiting: 100, batch: 1, wait: 0, clock: () => 0 });
  const [first, second] = [queue.add(pictures(1), stays()), queue.add(pictures(1), stays())];
  batches[0]!.fail(new Error('out of memory'));
  await assert.rejects(first, /out of memory/);
  batches[1]!.answer();
  assert.deepEqual(await second, [ok]);
  const third = queue.add(pictures(1), stays());
  batches[2]!.answer();
  assert.deepEqual(await third, [ok]);
});

test('says when to come back by the throughput that it measured', async () => {
  const { batches, recognise } = held();
  let time = 0;
  const queue = recognitionQueue({ work: recognise, waiting: 10, batch: 1, wait: 0, clock: () => time });
  assert.equal(queue.retryAfter(), 1, 'before anything was measured');
  const all = Array.from({ length: 10 }, () => queue.add(pictures(1), stays()));
  time = 4000;
  batches[0]!.answer();
  await turn();
  assert.equal(queue.waiting, 7);
  assert.equal(queue.retryAfter(), 28, '7 pictures, 4 s each');
  await assert.rejects(queue.add(pictures(4), stays()), { code: 'busy' });
  for (let next = 1; next < 10; next++) {
    batches[next]!.answer();
    await turn();
  }
  await Promise.all(all);
});
