// Models in the cache: found by name, checked before they are loaded, whoever put them there.
import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { checkFiles } from '../../../../../src/platform/node/models/hub/check-snapshot.ts';
import { findSnapshot } from '../../../../../src/platform/node/models/hub/hub-cache.ts';
import { hubName } from '../../../../../src/platform/node/models/hub/hub-name.ts';
import { hubSettings } from '../../../../../src/platform/node/models/hub/hub-settings.ts';
import { pullModel } from '../../../../../src/platform/node/models/hub/pull-model.ts';
import { pulledModels } from '../../../../../src/platform/node/models/hub/pulled-models.ts';
import { modelPath, openClip, recordedModel } from '../../../../../src/platform/node/models/models.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { commit } from './hub-folder.ts';
import { gitId, sha256 } from './hub-server.ts';
import { tinyFiles, tinyHub } from './tiny-hub.ts';

const server = await tinyHub();
const files = await tinyFiles();
const digest = sha256(files['model.safetensors']!);
const variable = process.env.HF_HUB_CACHE;
let cache: string;
let number = 0;
let root: string;

before(async () => {
  root = await temporaryFolder({ after } as never);
});

beforeEach(async () => {
  cache = join(root, String(number++));
  process.env.HF_HUB_CACHE = cache;
});

after(() => {
  if (variable === undefined) delete process.env.HF_HUB_CACHE;
  else process.env.HF_HUB_CACHE = variable;
});

const pull = () => pullModel(hubName('tiny/clip'), hubSettings({ endpoint: server.url }));
const blob = (name: string) => join(cache, 'models--tiny--clip', 'blobs', name);

async function flip(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[bytes.length >> 1]! ^= 4;
  await writeFile(path, bytes);
}

test('a pulled model is opened by its name, and called so', async () => {
  const { path } = await pull();
  assert.equal(modelPath('tiny/clip'), path);
  const clip = await openClip('tiny/clip');
  assert.equal(clip.name, 'tiny/clip');
  assert.equal(await clip.digest(), digest);
  assert.equal((await openClip(`tiny/clip@${commit}`)).name, 'tiny/clip');
});

test('a model that was not pulled is refused, with a hint how to pull it', async () => {
  await assert.rejects(openClip('tiny/other'), {
    code: 'model',
    message: 'Cannot find CLIP "tiny/other": there is no such folder or file, and no such model was pulled',
    hint: /if tiny\/other is on the hub, pull it first$/,
  });
});

test('a bit flipped after the download is detected when the model is first loaded', async () => {
  await pull();
  await flip(blob(digest));
  await assert.rejects(openClip('tiny/clip'), {
    code: 'model',
    message: new RegExp(
      `^Cannot use "tiny/clip": model\\.safetensors is damaged: its SHA-256 is [0-9a-f]{64}; expected ${digest}$`,
    ),
    hint: `Pull tiny/clip@${commit} again`,
  });
  await pull();
  assert.equal(await (await openClip('tiny/clip')).digest(), digest);
});

test('every bit of a small file counts', async () => {
  await pull();
  const config = blob(gitId(files['config.json']!));
  const content = await readFile(config);
  for (let bit = 0; bit < 8 * content.length; bit += 37) {
    const changed = new Uint8Array(content);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    await writeFile(config, changed);
    await assert.rejects(openClip('tiny/clip'), { code: 'model', message: /config\.json is damaged: its git id is/ });
  }
  await writeFile(config, content);
  assert.equal((await openClip('tiny/clip')).name, 'tiny/clip');
});

test('what was checked is not read again until it changes', async () => {
  await pull();
  await openClip('tiny/clip');
  const notes = join(cache, 'models--tiny--clip', '.mpafer');
  assert.deepEqual((await readdir(notes)).sort(), [`${commit}.checked`, `${commit}.json`]);
  const checked = await readFile(join(notes, `${commit}.checked`), 'utf8');
  await openClip('tiny/clip');
  assert.equal(await readFile(join(notes, `${commit}.checked`), 'utf8'), checked);
  await flip(blob(digest));
  await assert.rejects(openClip('tiny/clip'), { code: 'model', message: /is damaged/ });
});

test("what another client pulled is checked by its blobs' names", async () => {
  const repository = join(cache, 'models--some--one');
  const snapshot = join(repository, 'snapshots', commit);
  await mkdir(join(repository, 'blobs'), { recursive: true });
  await mkdir(join(repository, 'refs'));
  await mkdir(snapshot, { recursive: true });
  await writeFile(join(repository, 'refs', 'main'), commit);
  for (const [name, content] of Object.entries(files)) {
    const own = name.endsWith('.safetensors') ? sha256(content) : gitId(content);
    await writeFile(join(repository, 'blobs', own), content);
    await symlink(`../../blobs/${own}`, join(snapshot, name));
  }
  assert.equal(await (await openClip('some/one')).digest(), digest);
  const [model] = await pulledModels(cache);
  assert.deepEqual([model!.id, model!.commit, model!.licence], ['some/one', commit, 'not known']);
  await flip(join(repository, 'blobs', digest));
  const statuses = (await checkFiles(model!)).map(({ path, status }) => [path, status]);
  assert.deepEqual(statuses, [
    ['config.json', 'ok'],
    ['model.safetensors', 'damaged'],
    ['tokenizer.json', 'ok'],
  ]);
});

test('copies in place of links, as on some systems, are checked by the note of the pull', async () => {
  const { path } = await pull();
  for (const name of await readdir(path)) {
    const content = await readFile(join(path, name));
    await rm(join(path, name));
    await writeFile(join(path, name), content);
  }
  assert.equal(await (await openClip('tiny/clip')).digest(), digest);
  await flip(join(path, 'model.safetensors'));
  await assert.rejects(openClip('tiny/clip'), { message: /model\.safetensors is damaged/ });
  // Without a note nothing tells what they must be; that is said, and they are used.
  await rm(join(cache, 'models--tiny--clip', '.mpafer'), { recursive: true });
  const [model] = await pulledModels(cache);
  assert.deepEqual(new Set((await checkFiles(model!)).map(({ status }) => status)), new Set(['unknown']));
});

test('the list has whole CLIPs only', async () => {
  assert.deepEqual(await pulledModels(join(cache, 'nowhere')), []);
  await pull();
  const whole = join(cache, 'models--tiny--clip');
  const copy = async (name: string) => {
    const repository = join(cache, `models--${name}`);
    await cp(whole, repository, { recursive: true, verbatimSymlinks: true });
    return join(repository, 'snapshots', commit);
  };
  await rm(join(await copy('a--part'), 'model.safetensors'));
  const other = await copy('a--bert');
  await rm(join(other, 'config.json'));
  await writeFile(join(other, 'config.json'), '{"model_type":"bert"}');
  await mkdir(join(cache, 'datasets--x--y', 'snapshots'), { recursive: true });
  await mkdir(join(cache, '.locks'), { recursive: true });
  await writeFile(join(cache, 'version.txt'), '1');
  const [model, ...more] = await pulledModels(cache);
  assert.deepEqual([model!.id, model!.bytes, model!.licence], ['tiny/clip', files['model.safetensors']!.length, 'mit']);
  assert.deepEqual(more, []);
});

test('a branch that points nowhere, or at a snapshot that is gone, is not here', async () => {
  const { repository, path } = await pull();
  assert.equal(findSnapshot(cache, hubName('tiny/clip'))?.path, path);
  await writeFile(join(repository, 'refs', 'main'), '../../../etc');
  assert.equal(findSnapshot(cache, hubName('tiny/clip')), undefined);
  await writeFile(join(repository, 'refs', 'main'), 'f'.repeat(40));
  assert.equal(findSnapshot(cache, hubName('tiny/clip')), undefined);
});

test('records keep the names of pulled models and the whole paths of others', async () => {
  await pull();
  assert.equal(recordedModel('tiny/clip'), 'tiny/clip');
  assert.equal(recordedModel('face-clip'), 'face-clip');
  assert.equal(recordedModel('models/mine'), join(process.cwd(), 'models', 'mine'));
});

test('a note that points outside the snapshot is ignored', async () => {
  await pull();
  const snapshot = findSnapshot(cache, hubName('tiny/clip'))!;
  const note = join(snapshot.repository, '.mpafer', `${snapshot.commit}.json`);
  const kept = JSON.parse(await readFile(note, 'utf8'));
  for (const path of ['../../refs/main', '/etc/hostname', '..', '.', 'a\\b', '']) {
    await writeFile(note, JSON.stringify({ ...kept, files: [...kept.files, { path, bytes: 1, digest: digest }] }));
    assert.ok(
      (await checkFiles(snapshot)).every((file) => file.path !== path && file.status === 'ok'),
      path,
    );
  }
});
