// `mpafer models` on a hub of the tests' own.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { encodePng } from '../../src/platform/node/images/encode-image.ts';
import { commit } from '../platform/node/models/hub/hub-folder.ts';
import { tinyHub } from '../platform/node/models/hub/tiny-hub.ts';
import { mpafer } from '../support/command-line.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const server = await tinyHub();
const env = { HF_HUB_CACHE: shop.at('hub'), HF_ENDPOINT: 'http://127.0.0.1:9', HF_TOKEN: '' };
const endpoint = ['--endpoint', server.url];
const snapshot = shop.at('hub', 'models--tiny--clip', 'snapshots', commit);

const models = (...args: readonly string[]) => mpafer(['models', ...args], { env });

before(async () => {
  const { code, stdout, stderr } = await models('pull', 'tiny/clip', ...endpoint);
  assert.deepEqual([code, stdout], [0, '']);
  assert.match(stderr, new RegExp(`^tiny/clip at ${commit}: 3 files, [\\d.]+ MB\nlicence: mit\npulled into `));
  assert.match(stderr, /\nuse it as --clip tiny\/clip\n$/);
});

suite('models', { concurrency: 2 }, () => {
  test('pull prints JSON, and with --quiet nothing else', async () => {
    const { code, stdout, stderr } = await models('pull', 'tiny/clip', ...endpoint, '--json', '--quiet');
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(JSON.parse(stdout), { name: 'tiny/clip', commit, path: snapshot, licence: 'mit' });
  });

  test('pull --offline needs no hub, and HF_ENDPOINT is the default mirror', async () => {
    assert.equal((await models('pull', 'tiny/clip', '--offline')).code, 0);
    const { code, stderr } = await models('pull', 'tiny/clip');
    assert.equal(code, 1);
    assert.match(stderr, /^Error Cannot reach http:\/\/127\.0\.0\.1:9: /);
  });

  test('pull reports wrong usage for an invalid name', async () => {
    const { code, stderr } = await models('pull', './clip');
    assert.equal(code, 2);
    assert.match(
      stderr,
      /Cannot pull "\.\/clip": it is not a name on the hub.*\n {2}OpenAI's are openai\/clip-vit-base-patch32, /,
    );
  });

  test('list shows pulled models with their licence, and what can be pulled', async () => {
    const { code, stdout } = await models('list', '--json');
    assert.equal(code, 0);
    const rows = JSON.parse(stdout) as { name: string; status: string; licence: string; about: string }[];
    const row = (name: string) => rows.find((own) => own.name === name)!;
    assert.deepEqual([row(`tiny/clip@${commit}`).status, row(`tiny/clip@${commit}`).licence], ['pulled', 'mit']);
    assert.equal(row('face-clip').status, 'ships');
    assert.match(row('openai/clip-vit-large-patch14').about, /^OpenAI's ViT-L\/14, 1714 MB$/);
    assert.match((await models('list')).stdout, /^tiny\/clip@\w+ +clip +pulled +\d+ MB, commit 01234567\n +mit$/m);
  });

  test('a pulled model trains by its name, and the run opens with it', async () => {
    const { code, stderr } = await shop.train('pulled', ['--clip', 'tiny/clip', 'epochs=1'], { env });
    assert.equal(code, 0, stderr);
    const record = JSON.parse(await readFile(shop.at('runs', 'pulled', 'config.resolved.json'), 'utf8'));
    assert.equal(record.clip, 'tiny/clip');
    const evaluated = await mpafer(['evaluate', '--run', shop.at('runs', 'pulled'), '--data', shop.data, '--json'], {
      env,
    });
    assert.equal(evaluated.code, 0, evaluated.stderr);
    assert.equal(JSON.parse(evaluated.stdout).n, 15);
  });

  test("verify checks digests and says that OpenAI's check was not run", async () => {
    const { code, stdout } = await models('verify');
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^tiny/clip at ${commit}\n {2}ok {7}config.json\n {2}ok {7}model.safetensors\n`));
    assert.match(
      stdout,
      /\nOpenAI's README check \(CLIP\.png\): NOT RUN, openai\/clip-vit-base-patch32 was not pulled\n {2}mpafer models pull ViT-B\/32, /,
    );
    const named = JSON.parse((await models('verify', '--clip', 'tiny/clip', '--json')).stdout);
    assert.deepEqual(named.readme.status, 'not run');
    assert.match(named.readme.reason, /^no picture was given/);
  });

  test("verify runs OpenAI's check on the named model, and a random one fails it", async () => {
    const picture = shop.at('CLIP.png');
    await writeFile(picture, await encodePng({ width: 2, height: 2, data: new Uint8Array(12).fill(90) }));
    const { code, stdout } = await models('verify', '--clip', 'tiny/clip', '--picture', picture);
    assert.equal(code, 1);
    assert.match(
      stdout,
      /README check \(CLIP\.png\) by tiny\/clip \(its weights are not the published file\): failed\n/,
    );
    assert.match(
      stdout,
      /\n {2}a diagram {3}0\.\d+, published 0\.9927937\n {2}a dog {7}[\d.e-]+, published 0\.00421068\n/,
    );
  });
});

test('verify fails if a file is damaged', async () => {
  const path = join(snapshot, 'tokenizer.json');
  await writeFile(path, `${await readFile(path, 'utf8')} `);
  const { code, stdout } = await models('verify');
  assert.equal(code, 1);
  assert.match(stdout, /\n {2}damaged {2}tokenizer\.json: its git id is [0-9a-f]{40}; expected [0-9a-f]{40}\n/);
  const used = await mpafer(['doctor', '--clip', 'tiny/clip'], { env });
  assert.match(used.stdout, /^failed +model +Cannot use "tiny\/clip": tokenizer\.json is damaged/m);
  assert.equal((await models('pull', 'tiny/clip', ...endpoint)).code, 0);
  assert.equal((await models('verify')).code, 0);
});
