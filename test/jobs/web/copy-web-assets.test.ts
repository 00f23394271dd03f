// The folder of a page: complete, current, and nothing of somebody else's replaced.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, before, beforeEach, test } from 'node:test';
import { packageFile } from '../../../src/engine/node/package-files.ts';
import { copyWebAssets } from '../../../src/jobs/web/copy-web-assets.ts';
import { writePageScripts } from '../../../tools/bundle-page-scripts.ts';

let site: string;

before(writePageScripts);
beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), 'mpafer-web-assets-'));
});
afterEach(() => rm(site, { recursive: true }));

const list = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const changedTimes = async (folder: string) =>
  Promise.all(
    (await list(folder))
      .filter((file) => file !== 'mpafer.json')
      .map(async (file) => (await stat(join(folder, file))).mtimeMs),
  );

test('copies the worker, one runtime and the models, and says so', async () => {
  const { folder, files } = await copyWebAssets({ folder: site });
  assert.equal(folder, join(site, 'mpafer'));
  const found = await list(folder);
  assert.deepEqual(found, [...files.map(({ file }) => file), 'mpafer.json'].sort());
  for (const needed of [
    'engine-worker.js',
    'ort-wasm-simd-threaded.js',
    'ort-wasm-simd-threaded.wasm',
    'face-clip/config.json',
    'face-clip/model.safetensors.pieces.json',
    'face-clip/model.1-start.bin',
    'face-clip/model.2-texts.bin',
    'face-clip/model.3-images.bin',
    'face-clip/tokenizer.json',
    'packs/fer2013.safetensors',
    'packs/ferplus.safetensors',
    'faces/face-detection.tflite',
    'faces/face-landmarks.tflite',
    'faces/LICENSE',
    'faces/NOTICE',
    'THIRD-PARTY-LICENSES.txt',
  ])
    assert.ok(found.includes(needed), needed);
  assert.deepEqual(found.filter((file) => file.endsWith('.wasm')).length, 1);
  assert.ok(!found.some((file) => /\.(md|png|map)$|training\.json|asyncify|jsep|jspi/.test(file)), found.join());
  for (const { file, bytes, status } of files) {
    assert.equal(status, 'copied');
    assert.equal(bytes, (await stat(join(folder, file))).size);
  }
});

test('the pieces of the model are the whole of it, in order', async () => {
  const { folder } = await copyWebAssets({ folder: site });
  const at = (name: string) => readFile(join(folder, 'face-clip', name));
  const pieces = JSON.parse(String(await at('model.safetensors.pieces.json')));
  const contents = await Promise.all(pieces.pieces.map(({ name }: { readonly name: string }) => at(name)));
  const whole = await readFile(packageFile('assets/face-clip/model.safetensors'));
  assert.ok(Buffer.concat(contents).equals(whole));
  assert.equal(pieces.length, whole.length);
  assert.equal(pieces.sha256, createHash('sha256').update(whole).digest('hex'));
  assert.ok(!(await list(folder)).includes('face-clip/model.safetensors'), 'nothing is there twice');
});

test('lists the digest of each file', async () => {
  const { folder } = await copyWebAssets({ folder: site });
  const manifest = JSON.parse(await readFile(join(folder, 'mpafer.json'), 'utf8'));
  assert.equal(manifest.package, 'mpafer');
  for (const [file, digest] of Object.entries(manifest.files)) {
    const content = await readFile(join(folder, file));
    assert.equal(createHash('sha256').update(content).digest('hex'), digest, file);
  }
});

test('does nothing the second time, by the name of the site or of the folder itself', async () => {
  const { folder } = await copyWebAssets({ folder: site });
  const times = await changedTimes(folder);
  for (const again of [site, folder, `${folder}/`]) {
    const { files } = await copyWebAssets({ folder: again });
    assert.deepEqual([...new Set(files.map(({ status }) => status))], ['unchanged']);
  }
  assert.deepEqual(await changedTimes(folder), times);
  assert.deepEqual(await readdir(site), ['mpafer']);
});

test('adds and removes the runtime for GPUs and the library as a script', async () => {
  const { folder } = await copyWebAssets({ folder: site, webgpu: true, script: true });
  const gpu = [
    'mpafer.js',
    'engine-worker-webgpu.js',
    'ort-wasm-simd-threaded.asyncify.js',
    'ort-wasm-simd-threaded.asyncify.wasm',
  ];
  for (const file of gpu) assert.ok((await list(folder)).includes(file), file);
  const { files } = await copyWebAssets({ folder: site });
  assert.deepEqual(
    files
      .filter(({ status }) => status === 'removed')
      .map(({ file }) => file)
      .sort(),
    gpu.toSorted(),
  );
  for (const file of gpu) assert.ok(!(await list(folder)).includes(file), file);
});

test('replaces a file of an earlier version, keeps other files', async () => {
  const { folder } = await copyWebAssets({ folder: site });
  const old = 'worker of an earlier version';
  const path = join(folder, 'mpafer.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  manifest.files['engine-worker.js'] = createHash('sha256').update(old).digest('hex');
  await writeFile(path, JSON.stringify(manifest));
  await writeFile(join(folder, 'engine-worker.js'), old);
  await writeFile(join(folder, 'notes.txt'), 'mine');
  const { files } = await copyWebAssets({ folder: site });
  assert.deepEqual(
    files.filter(({ status }) => status === 'copied').map(({ file }) => file),
    ['engine-worker.js'],
  );
  assert.notEqual(await readFile(join(folder, 'engine-worker.js'), 'utf8'), old);
  assert.equal(await readFile(join(folder, 'notes.txt'), 'utf8'), 'mine');
});

test('refuses to replace what it did not write, and writes nothing', async () => {
  const folder = join(site, 'mpafer');
  await mkdir(join(folder, 'face-clip'), { recursive: true });
  await writeFile(join(folder, 'face-clip/config.json'), 'mine');
  await assert.rejects(copyWebAssets({ folder: site }), {
    code: 'usage',
    message: `Cannot replace "${join(folder, 'face-clip/config.json')}": mpafer did not write it, or it was changed since`,
  });
  assert.deepEqual(await list(site), ['mpafer/face-clip/config.json']);
});

test('refuses a table of contents that is not its own, a folder in place of a file, and a file in place of the folder', async () => {
  const folder = join(site, 'mpafer');
  await mkdir(join(folder, 'engine-worker.js'), { recursive: true });
  await assert.rejects(
    copyWebAssets({ folder: site }),
    /Cannot replace ".*engine-worker\.js": mpafer did not write it/,
  );
  await rm(join(folder, 'engine-worker.js'), { recursive: true });
  await writeFile(join(folder, 'mpafer.json'), '{}');
  await assert.rejects(copyWebAssets({ folder: site }), /Cannot replace ".*mpafer\.json"/);
  await rm(folder, { recursive: true });
  await writeFile(folder, 'a file');
  await assert.rejects(copyWebAssets({ folder: site }), { code: 'disk' });
  await assert.rejects(copyWebAssets({ folder: '' }), { code: 'usage' });
});

test('an edited table of contents removes nothing outside the folder', async () => {
  const { folder } = await copyWebAssets({ folder: site });
  const outside = join(site, 'notes.txt');
  await writeFile(outside, 'mine');
  const path = join(folder, 'mpafer.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  manifest.files['../notes.txt'] = createHash('sha256').update('mine').digest('hex');
  await writeFile(path, JSON.stringify(manifest));
  await copyWebAssets({ folder: site });
  assert.equal(await readFile(outside, 'utf8'), 'mine');
});
