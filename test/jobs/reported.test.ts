// Reports through a callback become events in order, followed by the result or the failure.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { reported, withNotes } from '../../src/jobs/reported.ts';

async function collect<Event, Result>(events: AsyncGenerator<Event, Result>) {
  const seen: Event[] = [];
  for (;;) {
    const next = await events.next();
    if (next.done) return { seen, result: next.value };
    seen.push(next.value);
  }
}

test('reports come in order, immediate and later ones, then the result', async () => {
  const work = reported<number, string>(async (report) => {
    report(1);
    report(2);
    await turn();
    report(3);
    return 'done';
  });
  assert.deepEqual(await collect(work), { seen: [1, 2, 3], result: 'done' });
});

test('a failure comes after the reports that precede it', async () => {
  const seen: number[] = [];
  const work = reported<number, void>(async (report) => {
    report(1);
    throw new Error('no');
  });
  await assert.rejects(
    async () => {
      for await (const event of work) seen.push(event);
    },
    { message: 'no' },
  );
  assert.deepEqual(seen, [1]);
});

test('a consumer that stops early stops the work, and waits for it', async () => {
  let cleaned = false;
  const work = reported<number, void>(async (report, signal) => {
    for (let count = 0; !signal.aborted; count++) {
      report(count);
      await turn();
    }
    cleaned = true;
  });
  for await (const event of work) if (event === 2) break;
  assert.ok(cleaned);
});

test('notes become events, and a result that nobody receives is undone', async () => {
  let open = 0;
  const opening = () =>
    withNotes(
      async (say) => {
        say('waiting');
        await turn();
        open++;
        return 'lock';
      },
      async () => {
        open--;
      },
    );
  assert.deepEqual(await collect(opening()), { seen: [{ kind: 'note', message: 'waiting' }], result: 'lock' });
  assert.equal(open, 1);
  for await (const _ of opening()) break;
  assert.equal(open, 1);
});
