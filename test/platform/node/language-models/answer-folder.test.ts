// Answers in a folder: kept whole, found by name, and where the folder is.
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type AnswerRequest, answerKey } from '../../../../src/descriptions/request.ts';
import { answerFolder, defaultAnswerFolder } from '../../../../src/platform/node/language-models/answer-folder.ts';
import { reply } from '../../../descriptions/memory-answers.ts';
import { temporaryFolder } from '../temporary-folder.ts';

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
const answer = { key: await answerKey(request), request, reply: reply('wide eyes') };

test('creates the folder, stores an answer and returns it', async (t) => {
  const folder = join(await temporaryFolder(t), 'deep', 'answers');
  const store = answerFolder(folder);
  assert.equal(await store.get(answer.key), undefined);
  await store.prepare();
  await store.put(answer);
  assert.deepEqual(await store.get(answer.key), answer);
  assert.deepEqual(await readdir(folder), [`${answer.key}.json`]);
});

test('treats a damaged file as absent, and replaces it', async (t) => {
  const folder = await temporaryFolder(t);
  const store = answerFolder(folder);
  await store.put(answer);
  const file = join(folder, `${answer.key}.json`);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.slice(0, 100));
  assert.equal(await store.get(answer.key), undefined);
  await store.put(answer);
  assert.deepEqual(await store.get(answer.key), answer);
});

test('says which folder cannot be made', async (t) => {
  const file = join(await temporaryFolder(t), 'file');
  await writeFile(file, '');
  await assert.rejects(answerFolder(join(file, 'answers')).prepare(), {
    code: 'disk',
    message: /^Cannot write ".*answers": /,
  });
});

test('lies in the cache folder of this user unless told otherwise', () => {
  assert.equal(defaultAnswerFolder({ MPAFER_CACHE: '/m', XDG_CACHE_HOME: '/x' }), join('/m', 'answers'));
  assert.equal(defaultAnswerFolder({ XDG_CACHE_HOME: '/x' }), join('/x', 'mpafer', 'answers'));
  const usual = defaultAnswerFolder({});
  assert.ok(usual.startsWith(homedir()) && usual.endsWith(join('mpafer', 'answers')), usual);
});
