// Which files of a repository a CLIP is loaded from.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neededFiles } from '../../../../../src/platform/node/models/hub/list-files.ts';

test('one file of weights, the configuration and the tokenizer, and nothing else', () => {
  const files = ['.gitattributes', 'README.md', 'config.json', 'flax_model.msgpack', 'merges.txt', 'model.safetensors'];
  const more = ['onnx', 'preprocessor_config.json', 'pytorch_model.bin', 'tf_model.h5', 'tokenizer.json', 'vocab.json'];
  assert.deepEqual(neededFiles([...files, ...more]), [
    'config.json',
    'preprocessor_config.json',
    'tokenizer.json',
    'vocab.json',
    'merges.txt',
    'model.safetensors',
  ]);
});

test('shards with their index, the index first', () => {
  const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
  const index = 'model.safetensors.index.json';
  assert.deepEqual(neededFiles([...shards, index, 'config.json']), ['config.json', index, ...shards]);
});

test('one file rather than shards, where there are both', () => {
  const both = ['model-00001-of-00001.safetensors', 'model.safetensors.index.json', 'model.safetensors'];
  assert.deepEqual(neededFiles(both), ['model.safetensors']);
});

test("OpenCLIP's weights with OpenCLIP's configuration, one form of them", () => {
  const files = [
    'config.json',
    'open_clip_config.json',
    'open_clip_model.safetensors',
    'open_clip_pytorch_model.safetensors',
  ];
  assert.deepEqual(neededFiles(files), ['open_clip_config.json', 'config.json', 'open_clip_model.safetensors']);
  assert.deepEqual(neededFiles([...files, 'model.safetensors']), ['config.json', 'model.safetensors']);
});

test('nothing, where there are no safetensors of a known name', () => {
  assert.equal(neededFiles(['config.json', 'pytorch_model.bin']), undefined);
  assert.equal(neededFiles(['model-00001-of-00002.safetensors']), undefined);
  assert.equal(neededFiles(['../model.safetensors', 'unet/model.safetensors']), undefined);
});
