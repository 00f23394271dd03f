// Kept answers in files: read back as written, and only by their own name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Answer } from '../../src/descriptions/answers.ts';
import { type AnswerRequest, answerKey } from '../../src/descriptions/request.ts';
import { readStoredAnswer, writeStoredAnswer } from '../../src/descriptions/stored-answer.ts';
import { reply } from './memory-answers.ts';

const request: AnswerRequest = {
  provider: 'openai',
  model: 'm',
  instructions: 'How.',
  prompt: 'What?',
  temperature: 1,
  maxTokens: 100,
  sample: 0,
  attempt: 0,
};
const answer: Answer = { key: await answerKey(request), request, reply: reply('wide eyes', { warnings: ['slow'] }) };

test('reads what was written', async () => {
  assert.deepEqual(await readStoredAnswer(writeStoredAnswer(answer), answer.key), answer);
});

test('treats the answer to another request as absent', async () => {
  const other = { ...answer, request: { ...request, prompt: 'Which?' } };
  assert.equal(await readStoredAnswer(writeStoredAnswer(other), answer.key), undefined);
  assert.equal(await readStoredAnswer(writeStoredAnswer(answer), await answerKey(other.request)), undefined);
});

test('treats a file truncated anywhere as absent', async () => {
  const text = writeStoredAnswer(answer).trimEnd();
  for (let length = 0; length < text.length; length += 7) {
    assert.equal(await readStoredAnswer(text.slice(0, length), answer.key), undefined);
  }
});

test('treats any other JSON as absent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), async (text) => {
      assert.equal(await readStoredAnswer(text, answer.key), undefined);
    }),
  );
});
