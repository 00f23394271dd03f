// Where answers come from: the store first, then the model, with waits that a server may set.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerSource } from '../../src/descriptions/answers.ts';
import type { ModelFailure } from '../../src/descriptions/language-model.ts';
import { type AnswerRequest, answerKey } from '../../src/descriptions/request.ts';
import { memoryStore, reply, scriptedModel } from './memory-answers.ts';

const request: AnswerRequest = {
  provider: 'openai',
  model: 'm',
  instructions: 'How.',
  prompt: 'What does awe look like?',
  temperature: 1,
  maxTokens: 100,
  sample: 0,
  attempt: 0,
};

function patience(retries = 3) {
  const waits: number[] = [];
  return {
    retries,
    waits,
    async wait(seconds: number) {
      waits.push(seconds);
    },
  };
}

const busy = (after?: number): ModelFailure => ({ failure: 'HTTP 429: busy', retry: true, after });

test('asks once, keeps the answer and gives it again without asking', async () => {
  const store = memoryStore();
  const model = scriptedModel(() => reply('wide eyes'));
  const source = answerSource(store, model, patience());
  const first = await source.answer(request);
  assert.deepEqual(await source.answer(request), first);
  assert.equal(model.asked.length, 1);
  assert.deepEqual([...store.kept.keys()], [await answerKey(request)]);
  assert.equal(first.reply.text, 'wide eyes');
});

test('gives kept answers without any model, and says what is missing', async () => {
  const store = memoryStore();
  await answerSource(
    store,
    scriptedModel(() => reply('wide eyes')),
    patience(),
  ).answer(request);
  const offline = answerSource(store, undefined, patience());
  assert.equal((await offline.answer(request)).reply.text, 'wide eyes');
  await assert.rejects(offline.answer({ ...request, sample: 1 }), {
    code: 'descriptions',
    message: 'Cannot answer "What does awe look like?" offline: no answer of openai m is cached',
  });
});

test('waits longer from try to try, until an answer comes', async () => {
  const own = patience();
  const model = scriptedModel((_, count) => (count < 3 ? busy() : reply('wide eyes')));
  await answerSource(memoryStore(), model, own).answer(request);
  assert.deepEqual(own.waits, [1, 2, 4]);
  assert.equal(model.asked.length, 4);
});

test('waits as long as the server asks', async () => {
  const own = patience();
  const model = scriptedModel((_, count) => [busy(0), busy(12.5), reply('wide eyes')][count]!);
  await answerSource(memoryStore(), model, own).answer(request);
  assert.deepEqual(own.waits, [0, 12.5]);
});

test('gives up after the maximum number of tries, and stores nothing', async () => {
  const store = memoryStore();
  const own = patience(2);
  const model = scriptedModel(() => busy());
  await assert.rejects(answerSource(store, model, own).answer(request), {
    code: 'descriptions',
    message: 'Cannot ask openai m: HTTP 429: busy, after 3 attempts',
  });
  assert.equal(model.asked.length, 3);
  assert.equal(store.kept.size, 0);
});

test('does not wait for a server that asks for more than five minutes', async () => {
  const own = patience();
  const model = scriptedModel(() => busy(3600));
  await assert.rejects(answerSource(memoryStore(), model, own).answer(request), {
    message: 'Cannot ask openai m: HTTP 429: busy, and asks to wait 3600 s',
  });
  assert.deepEqual(own.waits, []);
});

test('does not ask again where asking cannot help', async () => {
  const model = scriptedModel(() => ({ failure: 'HTTP 401: no such key', retry: false }));
  await assert.rejects(answerSource(memoryStore(), model, patience()).answer(request), {
    message: 'Cannot ask openai m: HTTP 401: no such key',
  });
  assert.equal(model.asked.length, 1);
});
