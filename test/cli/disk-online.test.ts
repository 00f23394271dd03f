// `describe` and `models pull` on a full disk, and when killed: what was received is kept, and no partial file is taken for a whole one.
import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { commit } from '../platform/node/models/hub/hub-folder.ts';
import { tinyHub } from '../platform/node/models/hub/tiny-hub.ts';
import { type CommandOptions, mpafer } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { type ModelServer, modelServer } from '../support/model-server.ts';
import { asNobody, filesUpTo } from '../support/refusing-disk.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
await chmod(shop.root, 0o755);
const hub = await tinyHub();

/** The line of the error, a hint if there is one, and its code: no stack. */
const refusal = (path: string, reason = '[^\\n]+') =>
  new RegExp(`Error Cannot write "[^"]*${path}": ${reason}\\n(?: {2}[^\\n]+\\n)? {2}\\[disk\\] mpafer errors disk\\n$`);

/** Sentences that differ from request to request, so that none is asked for again. */
const features = ['eyes', 'lips', 'cheeks', 'brows', 'eyelids', 'teeth', 'chin', 'jaw', 'nose', 'forehead', 'nostrils'];
const sentence = (count: number) => ({
  text: `The ${features[count % features.length]} are raised and the mouth is open.`,
});

/** Two classes with three answers each, into `NAME.json`, with the answers kept in `NAME-answers`. */
const describeInto = (server: ModelServer, name: string, options: CommandOptions = {}, ...more: readonly string[]) =>
  mpafer(
    [
      ...['describe', '--base-url', server.url, '--model', 'm', '--clip', shop.clip, '--parallel', '1'],
      ...['--classes', 'awe,anger', '--cache', shop.at(`${name}-answers`), '--out', shop.at(`${name}.json`), ...more],
    ],
    { ...options, env: { MPAFER_API_KEY: 'key', ...options.env } },
  );

const filesNamed = async (name: string) => (await readdir(shop.root)).filter((file) => file.includes(name)).toSorted();

suite('mpafer describe', { concurrency: 2 }, () => {
  test('names the answer that a full disk refuses, and asks for it again later', async (t) => {
    const server = await modelServer(t, (_, count) => sentence(count));
    const failed = await describeInto(server, 'narrow', filesUpTo(1));
    assert.match(failed.stderr, refusal('narrow-answers/\\w+\\.json'));
    assert.deepEqual([failed.code, failed.stdout, server.received.length], [1, '', 1]);
    assert.deepEqual(await contentOf(shop.at('narrow-answers')), {});
    const ended = await describeInto(server, 'narrow');
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(server.received.length, 1 + 6);
  });

  test('leaves both files unchanged and keeps every answer when a full disk refuses the record', async (t) => {
    const server = await modelServer(t, (_, count) => sentence(count));
    await writeFile(shop.at('old.json'), 'old');
    await writeFile(shop.at('old.provenance.json'), 'old record');
    const failed = await describeInto(server, 'old', filesUpTo(5), '--overwrite');
    assert.match(failed.stderr, refusal('old\\.provenance\\.json'));
    assert.deepEqual([failed.code, failed.stdout], [1, '']);
    assert.deepEqual(await filesNamed('old'), ['old-answers', 'old.json', 'old.provenance.json']);
    assert.equal(await readFile(shop.at('old.json'), 'utf8'), 'old');
    assert.equal(await readFile(shop.at('old.provenance.json'), 'utf8'), 'old record');
    const ended = await describeInto(server, 'old', {}, '--overwrite');
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(server.received.length, 6);
    assert.equal(JSON.parse(await readFile(shop.at('old.json'), 'utf8')).awe.length, 3);
  });

  test('sends nothing if the file or the answers could not be written', async (t) => {
    const server = await modelServer(t, (_, count) => sentence(count));
    await mkdir(shop.at('locked'), { mode: 0o555 });
    const file = await describeInto(server, 'closed', asNobody, '--out', shop.at('locked', 'a.json'));
    assert.match(file.stderr, refusal('locked/a\\.json', 'permission was denied'));
    await mkdir(shop.at('open'));
    await chmod(shop.at('open'), 0o777);
    const out = ['--out', shop.at('open', 'a.json')];
    const answers = await describeInto(server, 'closed', asNobody, ...out, '--cache', shop.at('locked', 'answers'));
    assert.match(answers.stderr, refusal('locked/answers', 'permission was denied'));
    const kept = await describeInto(server, 'closed', asNobody, ...out, '--cache', shop.at('locked'));
    assert.match(kept.stderr, refusal('locked/answer\\.json', 'permission was denied'));
    assert.deepEqual([file.code, answers.code, kept.code, server.received.length], [1, 1, 1, 0]);
    assert.deepEqual([await contentOf(shop.at('locked')), await contentOf(shop.at('open'))], [{}, {}]);
  });

  test('keeps the answers received before it was killed, and then asks only for the rest', async (t) => {
    let kill = () => true;
    const server = await modelServer(t, (_, count) => {
      if (count === 2) kill();
      return count === 2 ? 'hang' : sentence(count);
    });
    const onStart: CommandOptions['onStart'] = (child) => {
      kill = () => child.kill('SIGKILL');
    };
    assert.equal((await describeInto(server, 'killed', { onStart })).code, null);
    assert.equal(Object.keys(await contentOf(shop.at('killed-answers'))).length, 2);
    assert.deepEqual(await filesNamed('killed'), ['killed-answers']);
    const ended = await describeInto(server, 'killed');
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(server.received.length, 3 + 4);
  });
});

suite('mpafer models pull', { concurrency: 2 }, () => {
  const pull = (cache: string, options: CommandOptions, ...more: readonly string[]) =>
    mpafer(['models', 'pull', 'tiny/clip', '--endpoint', hub.url, ...more], {
      ...options,
      env: { HF_HUB_CACHE: shop.at(cache), HF_TOKEN: '', ...options.env },
    });

  test('names the file that a full disk refuses, and resumes the download later', async () => {
    const failed = await pull('full', filesUpTo(64));
    assert.match(failed.stderr, refusal('models--tiny--clip/blobs/[0-9a-f]{64}'));
    assert.deepEqual([failed.code, failed.stdout], [1, '']);
    const offline = await pull('full', {}, '--offline');
    assert.match(offline.stderr, /^Error Cannot pull "tiny\/clip" offline: /);
    const sent = hub.sent('model.safetensors');
    const ended = await pull('full', {});
    assert.equal(ended.code, 0, ended.stderr);
    const snapshot = await readdir(shop.at('full', 'models--tiny--clip', 'snapshots', commit));
    assert.deepEqual(snapshot.toSorted(), ['config.json', 'model.safetensors', 'tokenizer.json']);
    // What was on the disk is not fetched again.
    const { length } = await readFile(shop.at('clip', 'model.safetensors'));
    assert.equal(hub.sent('model.safetensors') - sent, length - 64 * 512);
    assert.equal((await pull('full', {}, '--offline')).code, 0);
  });

  test('names a folder without write permission', async () => {
    await mkdir(shop.at('closed'), { mode: 0o555 });
    const { code, stdout, stderr } = await pull('closed', asNobody);
    assert.match(stderr, refusal('closed/[^"]+', 'permission was denied'));
    assert.deepEqual([code, stdout], [1, '']);
    assert.deepEqual(await contentOf(shop.at('closed')), {});
  });
});
