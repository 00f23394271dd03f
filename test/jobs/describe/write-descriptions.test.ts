// Describing classes as a program does it: options in, events out, no terminal.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { reviewFile } from '../../../src/jobs/describe/review-descriptions.ts';
import { plannedRequests, writeDescriptions } from '../../../src/jobs/describe/write-descriptions.ts';
import type { JobEvent } from '../../../src/jobs/job-event.ts';
import { refuses } from '../../data/refuses.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';
import { modelServer } from '../../support/model-server.ts';
import { writeTinyModel } from '../../support/tiny-model.ts';

const parts = ['eyes', 'lips', 'cheeks', 'brows', 'eyelids', 'teeth'];

/** Options for a server that gives good answers but for the second, and a folder of its own. */
async function optionsFor(t: TestContext) {
  const folder = await temporaryFolder(t);
  const server = await modelServer(t, (_, count) => ({
    text: count === 1 ? '' : `The ${parts[count % parts.length]} are raised and the mouth is open.`,
  }));
  return {
    server,
    options: {
      classes: ['awe', 'boredom'],
      provider: 'compatible',
      model: 'm',
      baseUrl: server.url,
      clip: await writeTinyModel(join(folder, 'clip')),
      cache: join(folder, 'answers'),
      out: join(folder, 'mine.json'),
      answers: 2,
      parallel: 1,
    },
  };
}

async function run<Result>(job: AsyncGenerator<JobEvent, Result>) {
  const events: JobEvent[] = [];
  for (;;) {
    const next = await job.next();
    if (next.done) return { events, result: next.value };
    events.push(next.value);
  }
}

test('events report every answer and every refusal, and the files agree with the result', async (t) => {
  const { server, options } = await optionsFor(t);
  const { events, result } = await run(writeDescriptions(options));
  assert.deepEqual(
    events.flatMap((event) => (event.kind === 'progress' ? [[event.task, event.done, event.total]] : [])),
    [1, 2, 3, 4].map((done) => ['answers', done, 4]),
  );
  assert.deepEqual(
    events.flatMap((event) => (event.kind === 'note' ? [event.message] : [])),
    ['awe, answer 2 is empty: asking again'],
  );
  assert.equal(server.received.length, 5);
  assert.deepEqual(JSON.parse(await readFile(options.out, 'utf8')), result.classes);
  assert.deepEqual([result.file, result.notes], [options.out, []]);
  assert.deepEqual(
    Object.entries(result.classes).map(([name, own]) => [name, own.length]),
    [
      ['awe', 2],
      ['boredom', 2],
    ],
  );
  assert.equal(JSON.parse(await readFile(result.provenance, 'utf8')).answers.length, 5);
});

test('a job abandoned after its first event sends no more requests and writes nothing', async (t) => {
  const { server, options } = await optionsFor(t);
  for await (const event of writeDescriptions(options)) {
    assert.equal(event.kind, 'progress');
    break;
  }
  assert.ok(server.received.length <= 2, `${server.received.length} requests`);
  await assert.rejects(readFile(options.out), { code: 'ENOENT' });
});

test('an existing file is replaced only if that is allowed', async (t) => {
  const { server, options } = await optionsFor(t);
  await writeFile(options.out, 'mine');
  const error = await refuses(run(writeDescriptions(options)), 'descriptions', /mine\.json": it exists already$/);
  assert.doesNotMatch(error.hint!, /--/);
  assert.equal(server.received.length, 0);
  await run(writeDescriptions({ ...options, overwrite: true }));
  assert.notEqual(await readFile(options.out, 'utf8'), 'mine');
});

test('the plan lists the first requests and sends none', async (t) => {
  const { server, options } = await optionsFor(t);
  const requests = await plannedRequests({ ...options, ask: ['looks'] });
  assert.equal(requests.length, 4);
  assert.match(requests[0]!.prompt, /facial expression of awe\?/);
  assert.equal(server.received.length, 0);
});

test('a review names twins, classes without a description, and descriptions without a class', async (t) => {
  const { options } = await optionsFor(t);
  const same = ['the lips are pressed tight'];
  await writeFile(options.out, JSON.stringify({ awe: same, Awe: same, bordom: 'eyelids drooping' }));
  const review = await reviewFile({ file: options.out, clip: options.clip, classes: ['awe', 'boredom'] });
  assert.deepEqual(review.twins[0]!.classes, ['awe', 'Awe']);
  assert.deepEqual(review.missing, [{ name: 'boredom', meant: 'bordom' }]);
  assert.deepEqual(review.unused, ['Awe', 'bordom']);
});
