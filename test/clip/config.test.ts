// Configurations as they are found in the wild, and refusals.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipConfigJson, readClipConfig } from '../../src/clip/config.ts';
import { tinyConfig } from './tiny-clip.ts';

const read = (json: unknown) => readClipConfig(json, 'config.json');
const refuses = (json: unknown, message: RegExp) => assert.throws(() => read(json), { code: 'model', message });

test('takes what is absent from the defaults: an empty file is ViT-B/32', () => {
  const { image, text, embedding } = read({});
  assert.deepEqual(image, {
    size: 224,
    patch: 32,
    width: 768,
    layers: 12,
    heads: 12,
    hidden: 3072,
    activation: 'quick_gelu',
    epsilon: 1e-5,
  });
  assert.deepEqual(text, {
    vocabulary: 49408,
    positions: 77,
    width: 512,
    layers: 12,
    heads: 8,
    hidden: 2048,
    activation: 'quick_gelu',
    epsilon: 1e-5,
    startToken: 49406,
    endToken: 49407,
    padToken: 0,
  });
  assert.equal(embedding, 512);
});

test('reads the form of the released ViT-L/14: sizes in *_config_dict, an end token of 2', () => {
  const { image, text, embedding } = read({
    model_type: 'clip',
    projection_dim: 768,
    text_config: { hidden_size: 512, bos_token_id: 0, eos_token_id: 2, pad_token_id: 1 },
    text_config_dict: { hidden_size: 768, intermediate_size: 3072, num_attention_heads: 12, num_hidden_layers: 12 },
    vision_config: { patch_size: 14, image_size: 224 },
    vision_config_dict: {
      hidden_size: 1024,
      intermediate_size: 4096,
      num_attention_heads: 16,
      num_hidden_layers: 24,
      patch_size: 14,
    },
  });
  assert.deepEqual([image.width, image.layers, image.heads, image.hidden, image.patch], [1024, 24, 16, 4096, 14]);
  assert.deepEqual([text.width, text.heads, text.hidden, embedding], [768, 12, 3072, 768]);
  assert.deepEqual([text.startToken, text.endToken, text.padToken], [49406, 49407, 0]);
});

test('reads a null *_config_dict, the real end token and the padding of newer files', () => {
  const { text } = read({
    text_config_dict: null,
    text_config: { vocab_size: 600, bos_token_id: 598, eos_token_id: 599, pad_token_id: 1 },
  });
  assert.deepEqual([text.startToken, text.endToken, text.padToken], [598, 599, 0]);
  const { text: other } = read({ text_config: { vocab_size: 600, bos_token_id: 5, eos_token_id: 6 } });
  assert.deepEqual([other.startToken, other.endToken], [5, 6]);
});

test('takes start and end from a small vocabulary that says nothing of them', () => {
  const { text } = read({ text_config: { vocab_size: 600 } });
  assert.deepEqual([text.startToken, text.endToken], [598, 599]);
});

test('reads the other activation', () => {
  const { image, text } = read({ vision_config: { hidden_act: 'gelu' } });
  assert.deepEqual([image.activation, text.activation], ['gelu', 'quick_gelu']);
});

test('gives back what it wrote', () => {
  const changed = { ...tinyConfig, image: { ...tinyConfig.image, activation: 'gelu' as const, epsilon: 1e-6 } };
  for (const config of [tinyConfig, changed, read({})])
    assert.deepEqual(read(JSON.parse(JSON.stringify(clipConfigJson(config)))), config);
});

test('refuses what is no CLIP of ours', () => {
  refuses(null, /Cannot read "config\.json": it is not an object/);
  refuses([], /it is not an object/);
  refuses({ model_type: 'siglip' }, /model_type is "siglip"; expected "clip"/);
  refuses({ text_config: [] }, /text_config is not an object/);
  refuses({ vision_config: { hidden_act: 'relu' } }, /hidden_act is "relu"; expected "quick_gelu" or "gelu"/);
  refuses({ vision_config: { num_channels: 1 } }, /num_channels is 1; expected 3/);
});

test('refuses sizes that make no sense', () => {
  refuses({ vision_config: { hidden_size: 0 } }, /hidden_size is 0; expected a whole number from 1 to/);
  refuses({ vision_config: { image_size: '224' } }, /image_size is "224"/);
  refuses({ vision_config: { image_size: 225 } }, /image_size 225 is not a multiple of patch_size 32/);
  refuses({ text_config: { num_attention_heads: 7 } }, /hidden_size 512 is not a multiple of num_attention_heads 7/);
  refuses({ text_config: { layer_norm_eps: 0 } }, /layer_norm_eps/);
  refuses({ text_config: { vocab_size: 2 } }, /vocab_size is 2/);
  refuses({ text_config: { eos_token_id: 49408 } }, /eos_token_id is 49408; expected a token id from 0 to 49407/);
  refuses({ projection_dim: 1.5 }, /projection_dim is 1\.5/);
});

test('refuses sizes beyond any model, before room is made for so many layers', () => {
  refuses(
    { text_config: { num_hidden_layers: 1e9 } },
    /num_hidden_layers is 1000000000; expected a whole number from 1 to 1000$/,
  );
  refuses(
    { vision_config: { hidden_size: 2 ** 40 } },
    /hidden_size is 1099511627776; expected a whole number from 1 to/,
  );
});

test('shows no more than a line of a value that is wrong', () => {
  refuses({ projection_dim: 'x'.repeat(100_000) }, /^[^\n]{1,250}$/);
});
