import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelName } from '../../src/recognise/model-name.ts';

test('records call a CLIP by the last part of its path', () => {
  assert.equal(modelName('/home/me/models/clip-vit-base-patch32'), 'clip-vit-base-patch32');
  assert.equal(modelName('C:\\Users\\me\\clip\\'), 'clip');
  assert.equal(modelName('weights/ViT-B-32.safetensors'), 'ViT-B-32.safetensors');
  assert.equal(modelName('face-clip'), 'face-clip');
  assert.equal(modelName('/'), '/');
});
