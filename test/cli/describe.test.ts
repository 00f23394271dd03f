// `mpafer describe` as users run it, against a server of the test's own: good and bad days, interruptions, replays.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { describeCommand } from '../../src/cli/commands/describe.ts';
import type { Provenance } from '../../src/descriptions/provenance.ts';
import { questions } from '../../src/descriptions/questions.ts';
import { loadDescriptions } from '../../src/jobs/load-descriptions.ts';
import { type CommandOptions, mpafer } from '../support/command-line.ts';
import { writeDrawings } from '../support/drawings.ts';
import { type ModelServer, modelServer, type Received, type Said } from '../support/model-server.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const root = await mkdtemp(join(tmpdir(), 'mpafer-describe-'));
after(() => rm(root, { recursive: true, force: true }));
const at = (...parts: readonly string[]) => join(root, ...parts);
const clip = await writeTinyModel(at('clip'));
const key = 'sk-secret-0123456789';

const className = ({ prompt }: Received): string => /expression of (.+)\?/.exec(prompt)![1]!;

/** Good sentences that differ from request to request. */
const features = ['eyes', 'lips', 'cheeks', 'brows', 'eyelids', 'teeth', 'chin', 'jaw', 'nose', 'forehead', 'nostrils'];
const good = (count: number): Said => ({
  text: `The ${features[count % features.length]} are raised and the mouth is open.`,
});

/** Runs `describe` on an own server, cache and output, all by one name. */
const describeBy = (
  server: Pick<ModelServer, 'url'>,
  name: string,
  args: readonly string[],
  options: CommandOptions = {},
) =>
  mpafer(
    [
      ...[
        'describe',
        '--base-url',
        server.url,
        '--model',
        'my-model',
        '--clip',
        clip,
        '--cache',
        at(`${name}-answers`),
      ],
      ...['--out', at(`${name}.json`), '--parallel', '1', ...args],
    ],
    { ...options, env: { MPAFER_API_KEY: key, ...options.env } },
  );

const json = async (name: string) => JSON.parse(await readFile(at(name), 'utf8'));
const provenance = (name: string): Promise<Provenance> => json(`${name}.provenance.json`);

suite('mpafer describe', { concurrency: 2 }, () => {
  test('describes the classes of a data set, and sends nothing else about it', async (t) => {
    const data = `folder:${await writeDrawings(at('private-drawings'))}`;
    const server = await modelServer(t, (_, count) => good(count));
    const ended = await describeBy(server, 'data', ['--data', data, '--answers', '2', '--json']);
    assert.equal(ended.code, 0, ended.stderr);
    const descriptions = await json('data.json');
    assert.deepEqual(Object.keys(descriptions), ['happiness', 'sadness', 'anger']);
    for (const own of Object.values<string[]>(descriptions)) assert.equal(own.length, 2);
    assert.equal(descriptions.happiness[0], 'The eyes are raised and the mouth is open');

    assert.equal(server.received.length, 6);
    const [first] = server.received;
    for (const request of server.received) {
      const { model, messages, temperature, max_tokens, ...rest } = JSON.parse(request.body);
      assert.deepEqual([model, temperature, max_tokens, rest], ['my-model', 0.99, 1000, {}]);
      assert.equal(messages.length, 2);
      assert.equal(request.prompt, questions.features.replace('{class}', className(request)));
      assert.equal(request.instructions, first!.instructions);
      assert.doesNotMatch(request.body, /private|drawings|png|folder/);
    }
    assert.deepEqual(new Set(server.received.map(className)), new Set(['happiness', 'sadness', 'anger']));

    // Training takes the file as it is; classes that it leaves out keep the descriptions that ship.
    const loaded = await loadDescriptions(at('data.json'));
    assert.deepEqual(loaded.sadness, descriptions.sadness);
    assert.ok(loaded.fear!.length > 1);
    assert.deepEqual(JSON.parse(ended.stdout).classes, descriptions);
  });

  test('records every raw reply, and the key nowhere', async (t) => {
    const server = await modelServer(t, (_, count) => good(count));
    const ended = await describeBy(server, 'kept', ['--classes', 'happy,bored_look', '--ask', 'all', '--answers', '3']);
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(server.received[0]!.headers.authorization, `Bearer ${key}`);
    const record = await provenance('kept');
    assert.deepEqual([record.provider, record.model, record.answersPerClass], ['compatible', 'my-model', 3]);
    assert.deepEqual(record.questions, Object.values(questions));
    assert.equal(record.answers.length, 6);
    for (const answer of record.answers) {
      assert.match(answer.reply, /^The .* open\.$/);
      assert.equal(answer.model, 'dated-model-1');
      assert.ok(Math.abs(Date.parse(answer.date) - Date.now()) < 3_600_000);
    }
    assert.deepEqual(new Set(record.answers.map(({ class: name }) => name)), new Set(['happiness', 'bored_look']));
    assert.match(record.answers[3]!.prompt, /bored look/);
    const files = [at('kept.json'), at('kept.provenance.json')];
    for (const name of await readdir(at('kept-answers'))) files.push(at('kept-answers', name));
    assert.equal(files.length, 2 + 6);
    for (const file of files) assert.ok(!(await readFile(file, 'utf8')).includes(key), file);
    assert.ok(!`${ended.stdout}${ended.stderr}`.includes(key));
  });

  test('replays cached answers without a network or a key, byte for byte', async (t) => {
    const server = await modelServer(t, (_, count) => (count === 1 ? { text: '' } : good(count)));
    const args = ['--classes', 'awe,anger', '--answers', '1'];
    assert.equal((await describeBy(server, 'replay', args)).code, 0);
    const files = [at('replay.json'), at('replay.provenance.json')];
    const before = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const asked = server.received.length;
    const nowhere = { url: 'http://127.0.0.1:9/v1' };
    const offline = ['--offline', '--overwrite'];
    const again = await describeBy(nowhere, 'replay', [...args, ...offline], { env: { MPAFER_API_KEY: '' } });
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(await Promise.all(files.map((file) => readFile(file, 'utf8'))), before);
    assert.equal(server.received.length, asked);
    const other = await describeBy(nowhere, 'replay', ['--classes', 'boredom', ...offline]);
    assert.equal(other.code, 1);
    assert.match(other.stderr, /Cannot answer ".*boredom\?" offline: no answer of compatible my-model is cached/);
    assert.deepEqual(await Promise.all(files.map((file) => readFile(file, 'utf8'))), before);
  });

  test('keeps the answers received before it is stopped, and then asks only for the rest', async (t) => {
    let silent = true;
    let stop = () => {};
    const server = await modelServer(t, (_, count) => {
      if (count < 2 || !silent) return good(count);
      stop();
      return 'hang';
    });
    const args = ['--classes', 'awe,anger', '--answers', '2'];
    const stopped = await describeBy(server, 'stopped', args, {
      onStart: (child) => {
        stop = () => child.kill('SIGINT');
      },
    });
    assert.equal(stopped.code, 130, stopped.stderr);
    assert.match(stopped.stderr, /Stopped; the answers received so far are kept\n {2}Run it again to continue/);
    assert.equal((await readdir(at('stopped-answers'))).length, 2);
    assert.ok(!(await readdir(root)).includes('stopped.json'));
    silent = false;
    const ended = await describeBy(server, 'stopped', args);
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(server.received.length, 3 + 2);
    assert.equal((await provenance('stopped')).answers.length, 4);
  });

  test('survives a bad day: busy, silent, mangled, truncated, empty, foreign and repeated replies', async (t) => {
    const day: readonly Said[] = [
      'hang',
      { status: 429, headers: { 'retry-after': '0' }, body: '{"error":{"message":"slow down"}}' },
      { status: 503, headers: { 'retry-after': '0' } },
      good(0),
      { status: 200, headers: {}, body: '{"choices": [{"mess' },
      { text: 'The eyes are wide and', finish: 'length' },
      { text: '' },
      { text: 'gesenkte Augenbrauen und schmale Lippen' },
      { text: 'the eyes are raised, and the mouth is open' },
    ];
    const server = await modelServer(t, (_, count) => day[count] ?? good(count));
    const args = ['--classes', 'awe,anger', '--answers', '1', '--timeout', '2', '--tries', '9'];
    const ended = await describeBy(server, 'bad', args);
    assert.equal(ended.code, 0, ended.stderr);
    const record = await provenance('bad');
    assert.deepEqual(
      record.answers.map(({ class: name, refused, attempt }) => [name, attempt, refused]),
      [
        ['awe', 0, undefined],
        ['anger', 0, 'was cut off at the token limit'],
        ['anger', 1, 'is empty'],
        ['anger', 2, 'does not look like English about a face'],
        ['anger', 3, 'says what another answer for "awe" says'],
        ['anger', 4, undefined],
      ],
    );
    assert.equal(record.answers[2]!.maxTokens, 2000);
    assert.match(ended.stderr, /anger, answer 1 is empty: asking again/);
  });

  test('refuses a description that is still too long after asking for shorter ones, and writes nothing', async (t) => {
    const server = await modelServer(t, () => ({ text: 'the wide open eyes '.repeat(20) }));
    const ended = await describeBy(server, 'long', ['--classes', 'awe', '--answers', '1', '--tries', '3']);
    assert.equal(ended.code, 1);
    assert.match(
      ended.stderr,
      /Cannot describe "awe" with compatible my-model: .* tokens, the model takes 77, 3 times/,
    );
    assert.match(ended.stderr, /\[text-too-long\]/);
    const words = server.received.map(({ instructions }) => Number(/most (\d+) words/.exec(instructions)![1]));
    assert.equal(words.length, 3);
    assert.ok(words[0]! > words[1]! && words[1]! > words[2]!, String(words));
    assert.ok(!(await readdir(root)).some((name) => name.startsWith('long.')));
  });

  test('fails at once if the key is wrong, and shows neither key nor stack', async (t) => {
    const server = await modelServer(t, () => ({ status: 401, body: `{"error":{"message":"no such key: ${key}"}}` }));
    const ended = await describeBy(server, 'denied', ['--classes', 'awe,anger']);
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /^Error Cannot ask compatible my-model: HTTP 401: no such key: \[key\]$/m);
    assert.ok(!ended.stderr.includes(key) && !/^\s+at /m.test(ended.stderr));
    assert.equal(server.received.length, 1);
  });

  test('prints in a dry run what would be sent, and sends nothing', async (t) => {
    const server = await modelServer(t, (_, count) => good(count));
    const args = [
      '--classes',
      'awe',
      '--ask',
      'Tell me about {class}',
      '--answers',
      '2',
      '--without-names',
      '--dry-run',
    ];
    const ended = await describeBy(server, 'dry', args, { env: { MPAFER_API_KEY: '' } });
    assert.equal(ended.code, 0, ended.stderr);
    const requests = JSON.parse(ended.stdout);
    assert.deepEqual(
      requests.map(({ prompt, sample }: { prompt: string; sample: number }) => [prompt, sample]),
      [
        ['Tell me about awe', 0],
        ['Tell me about awe', 1],
      ],
    );
    assert.match(requests[0].instructions, /Do not name any expression/);
    assert.equal(server.received.length, 0);
  });
});

suite('mpafer describe refuses before it sends anything', () => {
  const refusal = (args: readonly string[], expected: object) =>
    assert.rejects(describeCommand().parseAsync(['node', 'mpafer', ...args]), expected);
  const model = ['--base-url', 'http://127.0.0.1:9/v1', '--model', 'm', '--clip', clip];
  const out = ['--out', at('never.json')];

  test('classes that are missing, repeated, or not names', async () => {
    await refusal(out, { code: 'usage', message: 'Cannot choose classes: neither --classes nor --data is given' });
    await refusal(['--classes', 'a', '--data', 'synthetic:', ...out], { code: 'usage', message: /^Cannot use both/ });
    await refusal(['--classes', 'happy,joy', ...out], { code: 'usage', message: /"happiness" occurs twice$/ });
    for (const bad of ['', 'a,,b', 'a{class}', 'a\nb', 'x'.repeat(61)]) {
      await refusal(['--classes', bad, ...out], { code: 'usage', message: /^Cannot use class / });
    }
  });

  test('an output that is not named, already exists, or has no folder', async () => {
    await refusal(['--classes', 'awe'], { code: 'usage', message: 'Cannot describe: --out is missing' });
    await writeFile(at('there.json'), 'mine');
    await refusal(['--classes', 'awe', '--out', at('there.json')], {
      code: 'descriptions',
      message: /there\.json": it exists already$/,
    });
    assert.equal(await readFile(at('there.json'), 'utf8'), 'mine');
    await refusal(['--classes', 'awe', '--out', at('no', 'folder.json')], { code: 'disk' });
  });

  test('questions without a placeholder for the class', async () => {
    await refusal(['--classes', 'awe', ...out, ...model, '--ask', 'What is it?'], {
      code: 'usage',
      message: 'Cannot ask "What is it?": it is not a known question, and it does not contain {class}',
    });
  });

  test('numbers out of range', async () => {
    for (const [flag, value] of [
      ['--answers', '0'],
      ['--answers', '1.5'],
      ['--tries', 'many'],
      ['--temperature', '3'],
      ['--timeout', '0'],
      ['--parallel', ''],
    ] as const) {
      await refusal(['--classes', 'awe', ...out, ...model, flag, value], {
        code: 'usage',
        message: new RegExp(`^Cannot use ${flag} ${value}; expected a `),
      });
    }
  });

  test('a model that is not named', async () => {
    await refusal(['--classes', 'awe', ...out, '--provider', 'opena'], { code: 'usage', message: /"opena"/ });
  });
});
