// Requests: what is in them, what is not, and what tells their answers apart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classMark, questions } from '../../src/descriptions/questions.ts';
import { type AskSettings, answerKey, answerRequest } from '../../src/descriptions/request.ts';

const settings: AskSettings = {
  provider: 'openai',
  model: 'm',
  temperature: 0.5,
  maxTokens: 100,
  withoutNames: false,
};
const ask = { question: questions.features, name: 'brow_raise', words: 12, sample: 2 };

test("asks the paper's question about a class by its spoken name", () => {
  const { prompt } = answerRequest(settings, ask);
  assert.equal(prompt, 'What are the most useful visual features to distinguish the facial expression of brow raise?');
});

test('asks every question about the class', () => {
  for (const question of Object.values(questions)) {
    assert.ok(question.includes(classMark));
    const { prompt } = answerRequest(settings, { ...ask, question });
    assert.equal(prompt.split('brow raise').length, 2);
    assert.ok(!prompt.includes('{'));
  }
});

test('says how long an answer may be, and whether it may name what it describes', () => {
  assert.match(answerRequest(settings, ask).instructions, /at most 12 words/);
  assert.doesNotMatch(answerRequest(settings, ask).instructions, /Do not name/);
  assert.match(answerRequest({ ...settings, withoutNames: true }, ask).instructions, /Do not name any expression/);
});

test('gives a reply that was cut off more room', () => {
  assert.equal(answerRequest(settings, ask).maxTokens, 100);
  assert.equal(answerRequest(settings, { ...ask, room: 4 }).maxTokens, 400);
});

test('holds nothing but the settings, fixed words and the name', () => {
  const { instructions, prompt, ...rest } = answerRequest(settings, ask);
  const other = answerRequest(settings, { ...ask, name: 'x' });
  assert.equal(other.instructions, instructions);
  assert.equal(other.prompt, prompt.replace('brow raise', 'x'));
  assert.deepEqual(rest, { provider: 'openai', model: 'm', temperature: 0.5, maxTokens: 100, sample: 2, attempt: 0 });
});

test('keys are hashes that change with everything an answer depends on', async () => {
  const request = answerRequest(settings, ask);
  const key = await answerKey(request);
  assert.match(key, /^[0-9a-f]{64}$/);
  assert.equal(await answerKey({ ...request }), key);
  const others = [
    { ...request, provider: 'google' },
    { ...request, model: 'n' },
    { ...request, temperature: 0.6 },
    { ...request, maxTokens: 101 },
    { ...request, instructions: `${request.instructions} ` },
    { ...request, prompt: `${request.prompt} ` },
    { ...request, sample: 3 },
    { ...request, attempt: 1 },
  ];
  assert.deepEqual(Object.keys(others[0]!).sort(), Object.keys(request).sort());
  const keys = new Set([key, ...(await Promise.all(others.map(answerKey)))]);
  assert.equal(keys.size, Object.keys(request).length + 1);
});

test('keys stay what they were, so that kept answers are found by later versions', async () => {
  const request = { ...answerRequest(settings, ask), instructions: 'How.', prompt: 'What?' };
  assert.equal(await answerKey(request), '54f79669aad54550f953974d2bb347d89544185fd62bdbb2410eb2e97ddb5f7d');
});
