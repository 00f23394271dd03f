import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { MpaferError } from '../../src/core/errors.ts';
import { createEngine, type Session } from '../../src/engine/engine.ts';
import { readyModel } from '../../src/engine/ready-model.ts';
import { type ChannelEvents, type Reply, type Request, remoteHost } from '../../src/engine/remote.ts';
import { serve } from '../../src/engine/serve.ts';
import { exp } from '../../src/graph/ops/exp.ts';
import { input } from '../../src/graph/tensor.ts';
import { writeOnnx } from '../../src/onnx/model.ts';

interface Settings {
  readonly threads: number;
}

/** A host whose worker is this test: what was posted, and the events to play. */
function playedHost() {
  const posted: Request<Settings>[] = [];
  const handedOver: ArrayBuffer[][] = [];
  const busy: boolean[] = [];
  let events: ChannelEvents | undefined;
  const host = remoteHost<Settings>(
    (given) => {
      events = given;
      return {
        post(request, buffers) {
          posted.push(request);
          handedOver.push(buffers);
        },
        close: async () => given.end(new MpaferError('host', 'Cannot run: the engine was closed')),
        busy: (awaited) => busy.push(awaited),
      };
    },
    { threads: 3 },
  );
  return { host, posted, handedOver, busy, events: events! };
}

const model = await readyModel(writeOnnx({ y: exp(input('x', [2])) }));
const done: Reply = { arrays: {} };
const result = (value: number): Reply => ({ arrays: { y: float32([value], [1]) } });

test('sends a model with the settings of its host, and each session under its own number', async () => {
  const { host, posted, events } = playedHost();
  const opening = [host.open(model), host.open(model)];
  events.reply(done);
  events.reply(done);
  await Promise.all(opening);
  assert.deepEqual(
    posted.map((request) => [request.kind, request.id]),
    [
      ['open', 0],
      ['open', 1],
    ],
  );
  const [first] = posted;
  assert.ok(first?.kind === 'open');
  assert.deepEqual(first.settings, { threads: 3 });
  assert.equal(first.model.bytes, model.bytes);
});

test('hands a model over where it may, and copies it otherwise', async () => {
  const { host, handedOver, events } = playedHost();
  const opening = [host.open(model, true), host.open(model)];
  events.reply(done);
  events.reply(done);
  await Promise.all(opening);
  assert.deepEqual(handedOver, [[model.bytes.buffer], []]);
});

test('returns replies in the order of requests', async () => {
  const { host, events } = playedHost();
  const opening = host.open(model);
  events.reply(done);
  const session = await opening;
  const runs = [session.run({}), session.run({}), session.run({})];
  const settled = Promise.allSettled(runs);
  events.reply(result(1));
  events.reply({ failure: { code: 'graph', message: 'No', hint: 'Try' } });
  events.reply(result(3));
  const [first, second, third] = await settled;
  assert.equal(first?.status === 'fulfilled' && first.value.y?.data[0], 1);
  assert.equal(third?.status === 'fulfilled' && third.value.y?.data[0], 3);
  assert.ok(second?.status === 'rejected' && second.reason instanceof MpaferError);
  assert.deepEqual([second.reason.code, second.reason.message, second.reason.hint], ['graph', 'No', 'Try']);
});

test('is busy exactly while a reply is awaited', async () => {
  const { host, busy, events } = playedHost();
  const opening = [host.open(model), host.open(model)];
  assert.deepEqual(busy, [true, true]);
  events.reply(done);
  assert.deepEqual(busy, [true, true]);
  events.reply(done);
  assert.deepEqual(busy, [true, true, false]);
  await Promise.all(opening);
});

test('fails all that waits and all that follows with the first end', async () => {
  const { host, events, posted } = playedHost();
  const waiting = Promise.allSettled([host.open(model), host.open(model)]);
  events.end(new MpaferError('host', 'The worker failed'));
  events.end(new MpaferError('host', 'Cannot run: the engine was closed'));
  for (const answer of await waiting) {
    assert.ok(answer.status === 'rejected');
    assert.equal(answer.reason.message, 'The worker failed');
  }
  await assert.rejects(host.open(model), { message: 'The worker failed' });
  assert.equal(posted.length, 2);
});

test('sends only the viewed part of a buffer', async () => {
  const { host, posted, events } = playedHost();
  const opening = host.open(model);
  events.reply(done);
  const session = await opening;
  const whole = new Float32Array(1000);
  whole[10] = 5;
  const running = session.run({ part: float32(whole.subarray(10, 12), [2]), all: float32(whole, [1000]) });
  events.reply(done);
  await running;
  const sent = posted[1];
  assert.ok(sent?.kind === 'run');
  assert.equal(sent.feeds.part?.data.buffer.byteLength, 8);
  assert.equal(sent.feeds.part?.data[0], 5);
  assert.equal(sent.feeds.all?.data, whole);
});

/** A worker side whose sessions take their time; returns what it replied, when all is answered. */
async function served(open: () => Promise<Session>, requests: readonly Request<Settings>['kind'][]): Promise<Reply[]> {
  return new Promise((resolve) => {
    const replies: Reply[] = [];
    const answer = serve<Settings>(open, (reply) => {
      replies.push(reply);
      if (replies.length === requests.length) resolve(replies);
    });
    for (const kind of requests) {
      if (kind === 'open') answer({ kind, id: 0, model, settings: { threads: 1 } });
      else answer(kind === 'run' ? { kind, id: 0, feeds: {} } : { kind, id: 0 });
    }
  });
}

test('a worker handles requests one at a time, however long each takes', async () => {
  const log: string[] = [];
  const step = async (name: string, turns: number) => {
    log.push(`${name} begins`);
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    log.push(`${name} ends`);
  };
  let runs = 0;
  const session: Session = {
    async run() {
      const number = runs++;
      await step(`run ${number}`, 5 - 4 * number);
      return { y: float32([number], [1]) };
    },
    release: () => step('release', 0),
  };
  const open = async () => {
    await step('open', 3);
    return session;
  };
  const replies = await served(open, ['open', 'run', 'run', 'release']);
  const steps = ['open', 'run 0', 'run 1', 'release'].flatMap((name) => [`${name} begins`, `${name} ends`]);
  assert.deepEqual(log, steps);
  assert.deepEqual(
    replies.map((reply) => ('arrays' in reply ? Number(reply.arrays.y?.data[0] ?? -1) : reply.failure)),
    [-1, 0, 1, -1],
  );
});

test('a worker passes on expected failures whole, and names the runtime in all others', async () => {
  const failures: unknown[] = [new MpaferError('data', 'Ours', { hint: 'Do this' }), new Error('Theirs'), 'a word'];
  const session: Session = {
    run: async () => {
      throw failures.shift();
    },
    release: async () => {},
  };
  const replies = await served(async () => session, ['open', 'run', 'run', 'run', 'release']);
  assert.deepEqual(replies.slice(1, 4), [
    { failure: { code: 'data', message: 'Ours', hint: 'Do this' } },
    { failure: { code: 'host', message: 'ONNX Runtime refused: Theirs', hint: undefined } },
    { failure: { code: 'host', message: 'ONNX Runtime refused: a word', hint: undefined } },
  ]);
});

test('an engine asks its host for nothing once it is closed', async () => {
  const { host, posted, events } = playedHost();
  const engine = createEngine(host);
  const compiling = engine.load(model);
  events.reply(done);
  const program = await compiling;
  await engine.close();
  await assert.rejects(program.run({ x: float32([1, 2], [2]) }), { code: 'host' });
  await program.release();
  assert.equal(posted.length, 1);
});
