// Classes described: what is asked, what is kept, what is asked again, and when it is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerSource } from '../../src/descriptions/answers.ts';
import { type DescribeInput, describeClasses, firstRequests } from '../../src/descriptions/describe-classes.ts';
import type { ModelReply } from '../../src/descriptions/language-model.ts';
import { provenanceOf } from '../../src/descriptions/provenance.ts';
import { questions } from '../../src/descriptions/questions.ts';
import type { AnswerRequest } from '../../src/descriptions/request.ts';
import { memoryStore, reply, scriptedModel } from './memory-answers.ts';

const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

/** A good answer of its own for every class, question and sample. */
const good = ({ prompt, sample }: AnswerRequest): string =>
  `the ${prompt.match(/[a-z]+(?=\?)/)?.[0]} eyes are ${numbers[sample]} lines of ${prompt.split(' ').length} creases`;

const room = (words: number, { instructions }: AnswerRequest) =>
  assert.match(instructions, new RegExp(`at most ${words} words`));

function setUp(
  say: (request: AnswerRequest, count: number) => string | ModelReply,
  changes: Partial<DescribeInput> = {},
) {
  const model = scriptedModel((request, count) => {
    const said = say(request, count);
    return typeof said === 'string' ? reply(said) : said;
  });
  const store = memoryStore();
  const source = answerSource(store, model, { retries: 0, wait: async () => {} });
  const input: DescribeInput = {
    classes: ['anger', 'awe'],
    questions: [questions.features],
    answers: 2,
    tries: 3,
    parallel: 2,
    settings: { provider: 'openai', model: 'm', temperature: 1, maxTokens: 100, withoutNames: false },
    rules: {
      classes: ['anger', 'awe'],
      tokens: (name, description) => 10 + name.length + description.split(/\s+/).filter(Boolean).length,
      positions: 77,
      withoutNames: false,
      anyLanguage: false,
    },
    source,
    ...changes,
  };
  return { model, store, input };
}

test('describes every class by as many answers as are wanted', async () => {
  const { model, input } = setUp(good);
  const { descriptions, answers, notes } = await describeClasses(input);
  assert.deepEqual(Object.keys(descriptions), ['anger', 'awe']);
  assert.deepEqual(descriptions.awe, [
    'the awe eyes are one lines of 14 creases',
    'the awe eyes are two lines of 14 creases',
  ]);
  assert.equal(model.asked.length, 4);
  assert.deepEqual(
    answers.map((answer) => [answer.class, answer.request.sample, answer.refused]),
    [
      ['anger', 0, undefined],
      ['anger', 1, undefined],
      ['awe', 0, undefined],
      ['awe', 1, undefined],
    ],
  );
  assert.deepEqual(notes, []);
});

test('cycles through the questions', async () => {
  const { model, input } = setUp(good, {
    classes: ['awe'],
    questions: [questions.looks, questions.photo],
    answers: 5,
    parallel: 1,
  });
  await describeClasses(input);
  assert.deepEqual(
    model.asked.map(({ prompt, sample }) => [prompt.split(' ')[1], sample]),
    [
      ['does', 0],
      ['can', 0],
      ['does', 1],
      ['can', 1],
      ['does', 2],
    ],
  );
});

test('plans exactly the requests that are sent first', async () => {
  const { model, input } = setUp(good);
  await describeClasses({ ...input, parallel: 1 });
  assert.deepEqual(
    input.classes.flatMap((name) => firstRequests(name, input)),
    model.asked,
  );
});

test('gives the same result however many requests are under way', async () => {
  const say = (request: AnswerRequest) => (request.sample === 1 && request.attempt === 0 ? '' : good(request));
  const results = [1, 3, 8].map((parallel) => describeClasses(setUp(say, { parallel, answers: 4 }).input));
  const [first, ...others] = await Promise.all(results);
  for (const other of others) assert.deepEqual(other, first);
});

test('asks for fewer words when a hard prompt is too long, and never cuts', async () => {
  const long = Array.from({ length: 70 }, () => 'eyes').join(' ');
  const { model, input } = setUp((request) => (request.attempt === 0 ? long : good(request)), {
    classes: ['awe'],
    answers: 1,
  });
  const { descriptions, answers } = await describeClasses(input);
  assert.equal(descriptions.awe![0], 'the awe eyes are one lines of 14 creases');
  room(30, model.asked[0]!);
  room(18, model.asked[1]!);
  assert.match(answers[0]!.refused!, /hard prompt of 83 tokens, the model takes 77/);
  assert.equal(answers[0]!.reply.text, long);
});

test('refuses when no answer fits', async () => {
  const long = Array.from({ length: 70 }, () => 'eyes').join(' ');
  const { model, input } = setUp(() => long, { classes: ['awe'], answers: 1 });
  await assert.rejects(describeClasses(input), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'text-too-long');
    assert.match(error.message, /^Cannot describe "awe" with openai m: the answer makes a hard prompt of 83 tokens/);
    assert.match(error.message, /3 times; the last was "eyes eyes .*\.\.\."$/);
    return true;
  });
  assert.deepEqual(
    model.asked.map(({ instructions }) => Number(/(\d+) words/.exec(instructions)![1])),
    [30, 18, 10],
  );
});

test('gives a reply that was cut off more tokens and asks for fewer words', async () => {
  const { model, input } = setUp(
    (request) => (request.attempt < 2 ? reply('the eyes are', { finish: 'length' }) : good(request)),
    { classes: ['awe'], answers: 1 },
  );
  const { descriptions } = await describeClasses(input);
  assert.equal(descriptions.awe!.length, 1);
  assert.deepEqual(
    model.asked.map(({ maxTokens }) => maxTokens),
    [100, 200, 400],
  );
});

for (const [what, said, message] of [
  ['empty', '', /the answer is empty, 3 times$/],
  [
    'of another language',
    'gesenkte Augenbrauen und schmale Lippen',
    /does not look like English about a face, 3 times/,
  ],
  ['refused', "I'm sorry, I can't help with faces", /is a refusal, 3 times; the last was "I'm sorry/],
] as const) {
  test(`asks again for an answer that is ${what}, then gives up`, async () => {
    const refused: string[] = [];
    const { model, input } = setUp(() => said, {
      classes: ['awe'],
      answers: 1,
      onRefused: (name, answer) => refused.push(`${name} ${answer}`),
    });
    await assert.rejects(describeClasses(input), { code: 'descriptions', message });
    assert.deepEqual(
      model.asked.map(({ attempt }) => attempt),
      [0, 1, 2],
    );
    assert.deepEqual(refused, ['awe 1', 'awe 1']);
  });
}

test('asks again for an answer that another class has already', async () => {
  const { input } = setUp((request) => (request.attempt === 0 ? 'wide open eyes' : good(request)), { answers: 1 });
  const { descriptions, answers } = await describeClasses(input);
  assert.deepEqual(descriptions.anger, ['wide open eyes']);
  assert.deepEqual(descriptions.awe, ['the awe eyes are one lines of 14 creases']);
  assert.equal(answers.find(({ refused }) => refused)?.refused, 'says what another answer for "anger" says');
});

test('does without a duplicate where a class has other descriptions, and says so', async () => {
  const { input } = setUp(({ sample }) => (sample === 2 ? 'lips tight' : 'wide open eyes'), {
    classes: ['awe'],
    answers: 3,
  });
  const { descriptions, notes } = await describeClasses(input);
  assert.deepEqual(descriptions.awe, ['wide open eyes', 'lips tight']);
  assert.deepEqual(notes, ['awe: answer 2 was dropped, as it says what another answer for "awe" says (3 attempts)']);
});

test('refuses a class that has nothing of its own', async () => {
  const { input } = setUp(() => 'wide open eyes', { answers: 1 });
  await assert.rejects(describeClasses(input), {
    code: 'descriptions',
    message: 'Cannot describe "awe" with openai m: the answer says the same as those of other classes, 3 times',
  });
});

test('asks again where a class is named that must not be', async () => {
  const { model, input } = setUp((request) =>
    request.attempt === 0 ? 'the angry eyes are wide' : 'the eyes are wide',
  );
  const settings = { ...input.settings, withoutNames: true };
  const rules = { ...input.rules, withoutNames: true };
  const { descriptions } = await describeClasses({ ...input, classes: ['awe'], answers: 1, settings, rules });
  assert.deepEqual(descriptions.awe, ['the eyes are wide']);
  assert.match(model.asked[0]!.instructions, /Do not name/);
});

test('asks for fewer words from the start where a class leaves little room', async () => {
  const { model, input } = setUp(good, { classes: ['awe'], answers: 1 });
  await describeClasses({ ...input, rules: { ...input.rules, positions: 33 } });
  room(12, model.asked[0]!);
  await assert.rejects(describeClasses({ ...input, rules: { ...input.rules, positions: 19 } }), {
    code: 'text-too-long',
    message: 'Cannot describe "awe": its hard prompt leaves 6 of 19 tokens for a description',
  });
});

test('asks nothing again after an interruption but what is missing', async () => {
  const { model, store, input } = setUp((request, count) => {
    if (count === 2) throw new Error('interrupted');
    return good(request);
  });
  await assert.rejects(describeClasses({ ...input, parallel: 1 }), { message: 'interrupted' });
  assert.equal(store.kept.size, 2);
  const { descriptions } = await describeClasses({ ...input, parallel: 1 });
  assert.equal(Object.values(descriptions).flat().length, 4);
  assert.equal(model.asked.length, 2 + 1 + 2);
});

test('counts answers as they come', async () => {
  const counts: string[] = [];
  const { input } = setUp(good, { onProgress: (done, of) => counts.push(`${done}/${of}`) });
  await describeClasses(input);
  assert.deepEqual(counts, ['1/4', '2/4', '3/4', '4/4']);
});

test('its record has every raw reply with what was asked, and the same answers give the same record', async () => {
  const { input } = setUp((request) =>
    request.attempt === 0 && request.sample === 0
      ? reply(' "Wide eyes." ', { warnings: ['no temperature'] })
      : good(request),
  );
  const about = { version: '1.2.3', clip: 'tiny' };
  const record = provenanceOf(await describeClasses(input), input, about);
  assert.deepEqual(provenanceOf(await describeClasses(input), input, about), record);
  assert.deepEqual(
    [record.mpafer, record.provider, record.model, record.clip],
    ['1.2.3', 'openai', 'm', { name: 'tiny', positions: 77 }],
  );
  const [first] = record.answers;
  assert.deepEqual(
    [first!.class, first!.description, first!.reply, first!.date, first!.model, first!.warnings],
    ['anger', 'Wide eyes', ' "Wide eyes." ', '2026-01-02T03:04:05.000Z', 'm-1', ['no temperature']],
  );
  assert.match(first!.prompt, /facial expression of anger\?$/);
  assert.equal(record.answers.filter(({ refused }) => refused !== undefined).length, 1);
});
