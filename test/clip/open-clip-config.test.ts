// OpenCLIP's configuration, as its released models have it, and what would change every number if it were overlooked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipConfigJson } from '../../src/clip/config.ts';
import { loadClip } from '../../src/clip/load-clip.ts';
import { readOpenClipConfig } from '../../src/clip/open-clip-config.ts';
import { readOpenClipPreprocessing } from '../../src/clip/open-clip-preprocessing.ts';
import { clipPreprocessing } from '../../src/clip/preprocessing.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';
import { memoryFolder } from './memory-folder.ts';
import { openaiTensors, tinyConfig, tinyWeights } from './tiny-clip.ts';

const vision = { image_size: 224, layers: 12, width: 768, patch_size: 32 };
const text = { context_length: 77, vocab_size: 49408, width: 512, heads: 8, layers: 12 };
const clipNumbers = { mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711] };

const read = (model: object = {}, visionPart: object = {}, textPart: object = {}, preprocess?: object) =>
  readOpenClipConfig(
    {
      model_cfg: {
        embed_dim: 512,
        vision_cfg: { ...vision, ...visionPart },
        text_cfg: { ...text, ...textPart },
        ...model,
      },
      ...(preprocess && { preprocess_cfg: preprocess }),
    },
    'open_clip_config.json',
  );

const refuses = (action: () => unknown, message: RegExp) => assert.throws(action, { code: 'model', message });

test('reads ViT-B-32 as LAION released it: GELU, heads of width 64', () => {
  const {
    image,
    text: words,
    embedding,
  } = read({}, {}, {}, { ...clipNumbers, interpolation: 'bicubic', size: [224, 224] });
  assert.deepEqual(image, {
    size: 224,
    patch: 32,
    width: 768,
    layers: 12,
    heads: 12,
    hidden: 3072,
    activation: 'gelu',
    epsilon: 1e-5,
  });
  assert.deepEqual([words.width, words.heads, words.hidden, words.activation], [512, 8, 2048, 'gelu']);
  assert.deepEqual([words.vocabulary, words.positions, words.startToken, words.endToken], [49408, 77, 49406, 49407]);
  assert.equal(embedding, 512);
});

test('reads QuickGELU where the file asks for it', () => {
  const { image, text: words } = read({ quick_gelu: true });
  assert.deepEqual([image.activation, words.activation], ['quick_gelu', 'quick_gelu']);
});

test('reads the heads and feed-forwards of larger models', () => {
  const { image, text: words } = read(
    { embed_dim: 1280 },
    { width: 1664, layers: 48, head_width: 104, mlp_ratio: 4.9231, patch_size: 14, image_size: [224, 224] },
    { width: 1280, heads: 20, layers: 32 },
  );
  assert.deepEqual([image.heads, image.hidden, image.size], [16, 8192, 224]);
  assert.deepEqual([words.heads, words.hidden, words.layers], [20, 5120, 32]);
});

test('settings that are off, or say what is always so, do not matter', () => {
  assert.doesNotThrow(() =>
    read(
      { custom_text: false, init_logit_scale: 2.65 },
      { ls_init_value: null, pool_type: 'tok' },
      { pool_type: 'argmax' },
    ),
  );
});

test('refuses models that are built otherwise, naming the setting', () => {
  refuses(() => read({ custom_text: true }), /model_cfg\.custom_text is true, which is not supported/);
  refuses(() => read({}, { no_ln_pre: true }), /vision_cfg\.no_ln_pre is true/);
  refuses(() => read({}, { timm_model_name: 'vit_x' }), /vision_cfg\.timm_model_name is "vit_x"/);
  refuses(() => read({}, { pool_type: 'avg' }), /vision_cfg\.pool_type is "avg"/);
  refuses(() => read({}, {}, { no_causal_mask: true }), /text_cfg\.no_causal_mask is true/);
  refuses(() => read({}, {}, { hf_model_name: 'roberta' }), /text_cfg\.hf_model_name is "roberta"/);
  refuses(() => read({}, { something_new: 3 }), /vision_cfg\.something_new is 3/);
});

const prepared = (settings?: object) =>
  readOpenClipPreprocessing({ ...(settings && { preprocess_cfg: settings }) }, 'open_clip_config.json', 224);

test("reads how images are prepared, OpenAI's way where the file is silent", () => {
  assert.deepEqual(prepared(), clipPreprocessing(224));
  assert.deepEqual(prepared({ ...clipNumbers, size: [224, 224], mode: 'RGB', fill_color: 0 }), clipPreprocessing(224));
  const half = [0.5, 0.5, 0.5];
  assert.deepEqual(prepared({ mean: half, std: half, interpolation: 'bilinear', resize_mode: 'squash' }), {
    size: 224,
    resize: 'stretch',
    edge: 224,
    filter: 'bilinear',
    mean: half,
    deviation: half,
  });
});

test('refuses to prepare images in a way that is not known, by name', () => {
  refuses(
    () => prepared({ std: 1 }),
    /^Cannot prepare images as "open_clip_config\.json" says: preprocess_cfg\.std is 1; expected three/,
  );
  refuses(
    () => prepared({ resize_mode: 'longest' }),
    /preprocess_cfg\.resize_mode is "longest"; supported are shortest, squash$/,
  );
  refuses(
    () => prepared({ interpolation: 'random' }),
    /preprocess_cfg\.interpolation is "random"; supported are bicubic,/,
  );
  refuses(() => prepared({ size: 336 }), /preprocess_cfg\.size is 336; the model takes 224 x 224$/);
  refuses(() => prepared({ mode: 'L' }), /preprocess_cfg\.mode is "L"; expected "RGB"$/);
  refuses(() => prepared({ sharpen: 2 }), /preprocess_cfg\.sharpen is 2, which is not supported$/);
});

test('refuses sizes that are missing or make no sense', () => {
  refuses(() => readOpenClipConfig([], 'x.json'), /^Cannot read "x\.json": it is not an object$/);
  refuses(() => readOpenClipConfig({}, 'x.json'), /model_cfg is not an object/);
  refuses(() => read({ embed_dim: undefined }), /embed_dim is missing; expected a whole number from 1 to/);
  refuses(() => read({}, { layers: 0 }), /layers is 0/);
  refuses(() => read({}, { layers: [2, 2, 6, 2] }), /layers is \[2,2,6,2\]/);
  refuses(() => read({}, { image_size: [224, 160] }), /image_size is \[224,160\]; expected a square/);
  refuses(() => read({}, { patch_size: 30 }), /image_size 224 is not a multiple of patch_size 30/);
  refuses(() => read({}, { head_width: 100 }), /width 768 is not a multiple of the width of a head/);
  refuses(() => read({}, { mlp_ratio: 'x' }), /mlp_ratio is "x"; expected a number above 0/);
});

test('is what a folder with weights under OpenAI names is read by', async () => {
  const { image, text: words, embedding } = tinyConfig;
  const config = {
    model_cfg: {
      embed_dim: embedding,
      vision_cfg: {
        image_size: image.size,
        patch_size: image.patch,
        width: image.width,
        layers: image.layers,
        head_width: image.width / image.heads,
        mlp_ratio: image.hidden / image.width,
      },
      text_cfg: {
        context_length: words.positions,
        vocab_size: words.vocabulary,
        width: words.width,
        heads: 2,
        layers: words.layers,
        mlp_ratio: words.hidden / words.width,
      },
    },
  };
  const clip = await loadClip(
    memoryFolder({
      'open_clip_model.safetensors': writeSafetensors(openaiTensors(tinyWeights())),
      'open_clip_config.json': JSON.stringify(config),
      // What repositories for other libraries hold under this name need not be Hugging Face's.
      'config.json': JSON.stringify(clipConfigJson({ ...tinyConfig, embedding: 7 })),
    }),
  );
  assert.deepEqual(clip.config, {
    image: { ...image, activation: 'gelu' },
    text: { ...words, activation: 'gelu', heads: 2 },
    embedding,
  });
});

test('refuses layers, widths and ratios beyond any model', () => {
  refuses(() => read({}, { layers: 1e9 }), /layers is 1000000000; expected a whole number from 1 to 1000$/);
  refuses(() => read({ embed_dim: 1e15 }), /embed_dim is 1000000000000000; expected a whole number from 1 to/);
  for (const ratio of [1e300, 1e-9, Number.POSITIVE_INFINITY])
    refuses(() => read({}, { mlp_ratio: ratio }), /mlp_ratio is [^ ]+; expected a number above 0$/);
});

test('refuses values that are nested without end by name', () => {
  let deep: unknown = 0;
  for (let level = 0; level < 50_000; level++) deep = [deep];
  refuses(() => read({ surprise: deep }), /model_cfg\.surprise is a value that cannot be shown/);
});

test('refuses means that are no numbers', () => {
  for (const mean of [
    [{}, null, ['a']],
    [JSON.parse('{"toString":1}'), 0, 0],
    ['0.48145466', 0.4578275, 0.40821073],
  ])
    refuses(() => prepared({ mean }), /preprocess_cfg\.mean is .+; expected three numbers$/);
});
