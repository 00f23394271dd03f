// Models in all the forms that a folder may have, and folders that are no models.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { clipConfigJson } from '../../src/clip/config.ts';
import { loadClip } from '../../src/clip/load-clip.ts';
import { listWeights } from '../../src/clip/weights.ts';
import { float32, float64, type NumericArray } from '../../src/core/array.ts';
import { toFloat16 } from '../../src/safetensors/half.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';
import { memoryFolder } from './memory-folder.ts';
import { huggingFaceTensors, openaiTensors, tinyConfig, tinyWeights } from './tiny-clip.ts';

const golden = (name: string) => readFileSync(new URL(`../golden/tokenizer/${name}`, import.meta.url), 'utf8');
const config = { ...tinyConfig, text: { ...tinyConfig.text, vocabulary: 700, startToken: 698, endToken: 699 } };
const weights = { ...tinyWeights(config), logitScale: float32([Math.log(100)], []) };
const tensors = huggingFaceTensors(weights);
const model = {
  'config.json': JSON.stringify(clipConfigJson(config)),
  'model.safetensors': writeSafetensors(tensors),
};
const tokenizerFiles = { 'tokenizer.json': golden('tokenizer.json') };

const refuses = (files: Record<string, Uint8Array | string>, code: string, message: RegExp) =>
  assert.rejects(
    loadClip(memoryFolder(files)).then((clip) => clip.tokenizer()),
    { name: 'MpaferError', code, message },
  );

test('loads a Hugging Face folder', async () => {
  const clip = await loadClip(memoryFolder({ ...model, ...tokenizerFiles }));
  assert.equal(clip.name, 'memory');
  assert.deepEqual(clip.config, config);
  assert.ok(Math.abs(clip.logitScale - 100) < 1e-4);
  assert.equal((await clip.tokenizer()).encode('a face')[0], 698);
  const stored = new Map(listWeights(clip.weights));
  for (const [path, weight] of listWeights(weights))
    assert.deepEqual(await clip.readWeight(stored.get(path)!), weight, path);
});

test('knows how frequent classes were in training where config.json says so', async () => {
  const shares = { joy: 0.75, fear: 0.25 };
  const told = {
    ...model,
    ...tokenizerFiles,
    'config.json': JSON.stringify({ ...clipConfigJson(config), class_shares: shares }),
  };
  assert.deepEqual((await loadClip(memoryFolder(told))).classShares, shares);
  assert.equal((await loadClip(memoryFolder({ ...model, ...tokenizerFiles }))).classShares, undefined);
});

test('loads vocab.json and merges.txt where there is no tokenizer.json', async () => {
  const files = { ...model, 'vocab.json': golden('vocab.json'), 'merges.txt': golden('merges.txt') };
  const tokenizer = await (await loadClip(memoryFolder(files))).tokenizer();
  const other = await (await loadClip(memoryFolder({ ...model, ...tokenizerFiles }))).tokenizer();
  assert.deepEqual(tokenizer.encode('a happy face'), other.encode('a happy face'));
});

test('loads one file under OpenAI names, sizes read off the shapes', async () => {
  const clip = await loadClip(
    memoryFolder({ 'vit.safetensors': writeSafetensors(openaiTensors(weights)), ...tokenizerFiles }),
  );
  assert.deepEqual(clip.config, config);
  assert.equal(clip.weights.text.projection.transposed, true);
  assert.equal(await clip.digest(), 'digest of vit.safetensors');
});

test('loads shards by their index, each from its own file', async () => {
  const names = Object.keys(tensors);
  const part = (keep: (at: number) => boolean) =>
    Object.fromEntries(names.filter((_, at) => keep(at)).map((name) => [name, tensors[name]!]));
  const weightMap = Object.fromEntries(
    names.map((name, at) => [name, at % 2 === 0 ? 'b.safetensors' : 'a.safetensors']),
  );
  const folder = memoryFolder({
    'config.json': model['config.json'],
    'model.safetensors.index.json': JSON.stringify({ metadata: {}, weight_map: weightMap }),
    'a.safetensors': writeSafetensors(part((at) => at % 2 === 1)),
    'b.safetensors': writeSafetensors(part((at) => at % 2 === 0)),
  });
  const clip = await loadClip(folder);
  const stored = new Map(listWeights(clip.weights));
  for (const [path, weight] of listWeights(weights))
    assert.deepEqual(await clip.readWeight(stored.get(path)!), weight, path);
  assert.equal(await clip.digest(), 'digest of a.safetensors b.safetensors');
});

test('reads the logit scale in any floating-point type', async () => {
  const logarithm = float64([Math.log(100)], []);
  const scaleOf = async (array: NumericArray) =>
    (
      await loadClip(
        memoryFolder({ ...model, 'model.safetensors': writeSafetensors({ ...tensors, logit_scale: array }) }),
      )
    ).logitScale;
  assert.ok(Math.abs((await scaleOf(logarithm)) - 100) < 1e-4);
  assert.ok(Math.abs((await scaleOf(toFloat16(logarithm))) - 100) < 0.3);
});

test('computes the digest only when asked, once, reads the tokenizer only when asked, and no weight but the logit scale', async () => {
  const folder = memoryFolder({ ...model, ...tokenizerFiles });
  const clip = await loadClip(folder);
  const { begin, end } = clip.weights.logitScale;
  assert.deepEqual(folder.reads, ['config.json', `model.safetensors ${begin}-${end}`]);
  await Promise.all([clip.digest(), clip.digest()]);
  assert.deepEqual(folder.reads.slice(2), ['digest model.safetensors']);
  await Promise.all([clip.tokenizer(), clip.tokenizer()]);
  assert.deepEqual(folder.reads.slice(3), ['tokenizer.json']);
});

test('works without a tokenizer until text must be tokenised', async () => {
  const tokenizer = await (await loadClip(memoryFolder(model))).tokenizer();
  assert.deepEqual(
    [tokenizer.startToken, tokenizer.endToken, tokenizer.padToken, tokenizer.vocabularySize],
    [698, 699, 0, 700],
  );
  for (const use of [() => tokenizer.encode('a'), () => tokenizer.words('a'), () => tokenizer.textOf(1)])
    assert.throws(use, {
      code: 'tokenizer',
      message: 'Cannot tokenise text: "memory" has no tokenizer.json, nor vocab.json with merges.txt',
    });
});

test('refuses a tokenizer of another model', async () => {
  const other = { ...tinyConfig, text: { ...tinyConfig.text, vocabulary: 690, startToken: 688, endToken: 689 } };
  await refuses(
    {
      'config.json': JSON.stringify(clipConfigJson(other)),
      'model.safetensors': writeSafetensors(huggingFaceTensors(tinyWeights(other))),
      ...tokenizerFiles,
    },
    'tokenizer',
    /it has 700 tokens, start 698 and end 699, the model has 690, start 688 and end 689/,
  );
});

test('refuses a folder without weights, or with several to choose from', async () => {
  await refuses({}, 'model', /^Cannot load "memory": it has no model\.safetensors$/);
  await refuses({ 'pytorch_model.bin': '' }, 'model', /it has no model\.safetensors/);
  await assert.rejects(loadClip(memoryFolder({ 'pytorch_model.bin': '' })), {
    hint: 'Convert "pytorch_model.bin" to safetensors first.',
  });
  await refuses(
    { 'a.safetensors': '', 'b.safetensors': '' },
    'model',
    /it has 2 safetensors files and none is called model\.safetensors/,
  );
});

test('refuses weights under Hugging Face names without config.json', async () => {
  await refuses({ 'model.safetensors': model['model.safetensors'] }, 'model', /it has no config\.json/);
});

test('refuses damaged files by name', async () => {
  await refuses(
    { ...model, 'config.json': '{' },
    'model',
    /^Cannot read "config\.json" of "memory": it is not valid JSON/,
  );
  await refuses({ ...model, 'config.json': Uint8Array.of(0xff) }, 'model', /it is not UTF-8 text/);
  await refuses(
    { ...model, 'tokenizer.json': 'x' },
    'tokenizer',
    /^Cannot read "tokenizer\.json" of "memory": it is not valid JSON/,
  );
  await refuses({ ...model, 'tokenizer.json': '{}' }, 'tokenizer', /it has no model/);
  await refuses(
    { ...model, 'model.safetensors': model['model.safetensors'].subarray(0, 5000) },
    'safetensors',
    /Cannot read "model\.safetensors"/,
  );
});

test('refuses an index that names no files, or files that are not there', async () => {
  const index = (content: unknown) => ({
    'config.json': model['config.json'],
    'model.safetensors.index.json': JSON.stringify(content),
  });
  await refuses(index(null), 'model', /has no weight_map/);
  await refuses(index({ weight_map: [] }), 'model', /has no weight_map/);
  await refuses(index({ weight_map: {} }), 'model', /names no file/);
  await refuses(index({ weight_map: { a: 3 } }), 'model', /names 3, which is not there/);
  await refuses(
    index({ weight_map: { a: '../model.safetensors' } }),
    'model',
    /names "\.\.\/model\.safetensors", which is not there/,
  );
});
