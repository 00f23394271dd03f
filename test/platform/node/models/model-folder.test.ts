// Models on a real disk.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { clipConfigJson } from '../../../../src/clip/config.ts';
import { frozenWeights } from '../../../../src/clip/graph-weights.ts';
import { loadClip } from '../../../../src/clip/load-clip.ts';
import { listWeights } from '../../../../src/clip/weights.ts';
import { nodeEngine } from '../../../../src/engine/node/node-engine.ts';
import { negate } from '../../../../src/graph/ops/negate.ts';
import { openModelFolder } from '../../../../src/platform/node/models/model-folder.ts';
import { writeSafetensors } from '../../../../src/safetensors/write.ts';
import { huggingFaceTensors, openaiTensors, tinyConfig, tinyWeights } from '../../../clip/tiny-clip.ts';
import { refuses } from '../../../data/refuses.ts';
import { fileOf } from '../../../safetensors/file-of.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const weights = tinyWeights();
const bytes = writeSafetensors(huggingFaceTensors(weights));
const sha256 = (...parts: Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

test('loads a model whose weights stay on disk', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'config.json'), JSON.stringify(clipConfigJson(tinyConfig)));
  await writeFile(join(folder, 'model.safetensors'), bytes);
  const clip = await loadClip(await openModelFolder(folder));
  assert.deepEqual(clip.config, tinyConfig);
  assert.equal(clip.weights.logitScale.file.source, join(folder, 'model.safetensors'));
  assert.equal(await clip.digest(), sha256(bytes));
  const stored = new Map(listWeights(clip.weights));
  for (const [path, weight] of listWeights(weights))
    assert.deepEqual(await clip.readWeight(stored.get(path)!), weight, path);
});

test('follows links, as the cache of Hugging Face makes them', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'blobs'));
  await mkdir(join(folder, 'snapshot'));
  await writeFile(join(folder, 'blobs', 'c'), JSON.stringify(clipConfigJson(tinyConfig)));
  await writeFile(join(folder, 'blobs', 'w'), bytes);
  await symlink(join(folder, 'blobs', 'c'), join(folder, 'snapshot', 'config.json'));
  await symlink(join(folder, 'blobs', 'w'), join(folder, 'snapshot', 'model.safetensors'));
  const clip = await loadClip(await openModelFolder(join(folder, 'snapshot')));
  assert.deepEqual(clip.config, tinyConfig);
  // The runtime reads the numbers itself, and refuses links that lead out of a folder.
  const { postNorm } = frozenWeights(clip.weights).image;
  const engine = nodeEngine({ threads: 1 });
  t.after(() => engine.close());
  const program = await engine.compile({ scale: negate(negate(postNorm.scale)) });
  assert.deepEqual((await program.run({})).scale.data, weights.image.postNorm.scale.data);
});

test('takes the file that is named, and none of the weight files beside it', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'vit.safetensors'), writeSafetensors(openaiTensors(weights)));
  await writeFile(join(folder, 'model.safetensors'), 'another one, damaged');
  await writeFile(join(folder, 'model.safetensors.index.json'), '{}');
  await writeFile(join(folder, 'tokenizer.json'), 'x');
  const opened = await openModelFolder(join(folder, 'vit.safetensors'));
  assert.deepEqual([...opened.files].sort(), ['tokenizer.json', 'vit.safetensors']);
  const clip = await loadClip(opened);
  await assert.rejects(clip.tokenizer(), { code: 'tokenizer' });
});

test('reads a part of a file, and digests several in their order', async (t) => {
  const folder = await temporaryFolder(t);
  const [a, b] = [Uint8Array.of(1, 2, 3, 4), new Uint8Array(3_000_000).fill(7)];
  await writeFile(join(folder, 'a'), a);
  await writeFile(join(folder, 'b'), b);
  const opened = await openModelFolder(folder);
  assert.deepEqual(await opened.read('a'), a);
  assert.deepEqual(await opened.read('a', 1, 3), Uint8Array.of(2, 3));
  assert.deepEqual(await opened.read('a', 2), Uint8Array.of(3, 4));
  assert.equal(await opened.digest(['b', 'a']), sha256(b, a));
  assert.equal(await opened.digest([]), sha256());
});

test('refuses folders and files that are not there or end too early', async (t) => {
  const folder = await temporaryFolder(t);
  const absent = join(folder, 'absent');
  await assert.rejects(openModelFolder(absent), {
    code: 'model',
    message: `Cannot open model "${absent}": there is no such file or folder`,
  });
  const path = join(folder, 'model.safetensors');
  await mkdir(join(folder, 'sub.safetensors'));
  await writeFile(path, bytes);
  const opened = await openModelFolder(folder);
  await assert.rejects(opened.read('gone'), { code: 'model', message: /gone": there is no such file or folder$/ });
  await assert.rejects(opened.weightFile('sub.safetensors'), {
    code: 'model',
    message: /it is a folder; expected a file$/,
  });
  await assert.rejects(opened.digest(['sub.safetensors']), { code: 'model' });
  await assert.rejects(opened.read('model.safetensors', 0, bytes.length + 1), {
    code: 'model',
    message: new RegExp(`it ends at byte ${bytes.length}; expected ${bytes.length + 1} bytes`),
  });
  for (const length of [0, 5, 100, bytes.length - 1]) {
    await truncate(path, length);
    await assert.rejects(opened.weightFile('model.safetensors'), { code: 'safetensors' });
    await writeFile(path, bytes);
  }
});

test('reads only the header of a large file', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'big.safetensors');
  // 64 GB that are all hole: no machine here would read them whole.
  const size = 2 ** 36;
  const header = `{"a":{"dtype":"U8","shape":[${size}],"data_offsets":[0,${size}]}}`;
  const start = fileOf(header);
  await writeFile(path, start);
  await truncate(path, start.length + size);
  const { header: read } = await (await openModelFolder(path)).weightFile('big.safetensors');
  assert.equal(read.tensors.get('a')?.end, start.length + size);
});

test('a Git LFS pointer or a web page in place of any file is named as what it is, with what to do', async (t) => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 605157884\n`;
  const page = '<!doctype html><html><body>404</body></html>';
  const files: Readonly<Record<string, Uint8Array | string>> = {
    'config.json': JSON.stringify(clipConfigJson(tinyConfig)),
    'model.safetensors': bytes,
  };
  for (const [file, code] of [
    ['config.json', 'model'],
    ['model.safetensors', 'safetensors'],
    ['model.safetensors.index.json', 'model'],
    ['tokenizer.json', 'tokenizer'],
    ['vocab.json', 'tokenizer'],
    ['merges.txt', 'tokenizer'],
  ] as const) {
    for (const [content, found, hint] of [
      [pointer, /: it is a Git LFS pointer, not the file that it stands for$/, /^Run "git lfs pull"/],
      [page, /: it is a web page, not the file itself$/, /^Download it again: /],
    ] as const) {
      const folder = await temporaryFolder(t);
      const own = {
        ...files,
        ...(file === 'merges.txt' && { 'vocab.json': '{}' }),
        ...(file === 'vocab.json' && { 'merges.txt': '' }),
      };
      for (const [name, text] of Object.entries({ ...own, [file]: content })) await writeFile(join(folder, name), text);
      if (file.includes('index')) await rm(join(folder, 'model.safetensors'));
      const used = async () => (await loadClip(await openModelFolder(folder))).tokenizer();
      const error = await refuses(used(), code, found);
      assert.match(error.message, new RegExp(`^Cannot read "[^"]*${file}"`));
      assert.match(error.hint!, hint);
    }
  }
});
