// Every weight is found in files of both namings, and what is missing or wrong is named.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inferClipConfig } from '../../src/clip/infer-config.ts';
import { clipWeights, type StoredTensor } from '../../src/clip/stored-weights.ts';
import { listWeights } from '../../src/clip/weights.ts';
import { float32, type NumericArray, numericArray, sizeOf } from '../../src/core/array.ts';
import { toFloat16 } from '../../src/safetensors/half.ts';
import { viewAs } from '../../src/safetensors/tensor.ts';
import { weightFileOf } from '../../src/safetensors/weight-file.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';
import { huggingFaceTensors, openaiTensors, tinyConfig, tinyWeights, turned } from './tiny-clip.ts';

const weights = tinyWeights();
const fileOf = (tensors: Record<string, NumericArray>, name = 'model.safetensors') =>
  weightFileOf(writeSafetensors(tensors), name);
const huggingFace = huggingFaceTensors(weights);
const openai = openaiTensors(weights);

/** The numbers of a stored weight, [out, in]. */
function numbersOf({ file, dtype, shape, begin, end, transposed }: StoredTensor): NumericArray {
  const array = numericArray(dtype, shape, viewAs(dtype, (file.source as Uint8Array).subarray(begin, end)));
  return transposed ? turned(array) : array;
}

test('finds every weight under both namings, numbers and all', () => {
  for (const file of [fileOf(huggingFace), fileOf(openai)]) {
    const found = new Map(listWeights(clipWeights([file], tinyConfig)));
    for (const [path, weight] of listWeights(weights)) assert.deepEqual(numbersOf(found.get(path)!), weight, path);
  }
});

test('points into the joined tensor for query, key and value', () => {
  const file = fileOf(openai);
  const { query, key, value } = clipWeights([file], tinyConfig).text.blocks[1]!.attention;
  const whole = file.header.tensors.get('transformer.resblocks.1.attn.in_proj_weight')!;
  const size = 64 * 64 * 4;
  assert.deepEqual(
    [query, key, value].map(({ weight }) => weight.begin - whole.begin),
    [0, size, 2 * size],
  );
  assert.equal(value.weight.end, whole.end);
  assert.deepEqual(key.weight.shape, [64, 64]);
  assert.deepEqual(key.bias.shape, [64]);
});

test('tells the transposed projections, in the shape they are stored', () => {
  const { image, text } = clipWeights([fileOf(openai)], tinyConfig);
  assert.deepEqual([image.projection.transposed, image.projection.shape], [true, [128, 24]]);
  assert.deepEqual([text.projection.transposed, text.projection.shape], [true, [64, 24]]);
  const all = listWeights(clipWeights([fileOf(huggingFace)], tinyConfig));
  assert.ok(all.every(([, { transposed, shape, begin, end }]) => !transposed && end - begin === 4 * sizeOf(shape)));
});

test('finds weights spread over several files', () => {
  const names = Object.keys(huggingFace);
  const half = (from: number, to?: number) =>
    Object.fromEntries(names.slice(from, to).map((name) => [name, huggingFace[name]!]));
  const files = [fileOf(half(0, 40), 'model-1.safetensors'), fileOf(half(40), 'model-2.safetensors')];
  const owners = new Set(listWeights(clipWeights(files, tinyConfig)).map(([, { file }]) => file.name));
  assert.deepEqual([...owners].sort(), ['model-1.safetensors', 'model-2.safetensors']);
});

test('reads half precision and ignores tensors that no weight needs', () => {
  const halves = Object.fromEntries(Object.entries(openai).map(([name, array]) => [name, toFloat16(array)]));
  const file = fileOf({ ...halves, 'visual.position_ids': { type: 'int64', shape: [1], data: new BigInt64Array(1) } });
  const { value } = clipWeights([file], tinyConfig).image.blocks[0]!.attention;
  assert.equal(value.weight.dtype, 'float16');
  assert.equal(value.weight.end - value.weight.begin, 2 * 128 * 128);
});

test('infers the sizes from tensors under OpenAI names', () => {
  assert.deepEqual(inferClipConfig([fileOf(openai)]), tinyConfig);
});

const refuses = (action: () => unknown, message: RegExp) => assert.throws(action, { code: 'model', message });
const without = (tensors: Record<string, NumericArray>, name: string) =>
  Object.fromEntries(Object.entries(tensors).filter(([key]) => key !== name));

test('names a tensor that is missing', () => {
  refuses(
    () => clipWeights([fileOf(without(huggingFace, 'vision_model.encoder.layers.1.mlp.fc1.bias'))], tinyConfig),
    /^Cannot find tensor "vision_model\.encoder\.layers\.1\.mlp\.fc1\.bias" in "model\.safetensors", needed as image\.blocks\.1\.feedForward\.expand\.bias$/,
  );
});

test('names the shape found and the shape needed', () => {
  const narrow = { ...tinyConfig, embedding: 25 };
  refuses(
    () => clipWeights([fileOf(huggingFace)], narrow),
    /^Cannot use tensor "visual_projection\.weight" of "model\.safetensors": its shape is \[24,128\], needed is \[25,128\]$/,
  );
  refuses(() => clipWeights([fileOf(openai)], narrow), /"visual\.proj".*its shape is \[128,24\], needed is \[128,25\]/);
  const joined = { ...openai, 'transformer.resblocks.0.attn.in_proj_bias': float32(new Float32Array(64), [64]) };
  refuses(() => clipWeights([fileOf(joined)], tinyConfig), /in_proj_bias.*its shape is \[64\], needed is \[192\]/);
  const scale = { ...openai, logit_scale: float32([1], [1]) };
  refuses(() => clipWeights([fileOf(scale)], tinyConfig), /"logit_scale".*its shape is \[1\], needed is \[\]/);
});

test('refuses weights that are whole numbers', () => {
  const whole: NumericArray = { type: 'int32', shape: [], data: new Int32Array(1) };
  refuses(
    () => clipWeights([fileOf({ ...huggingFace, logit_scale: whole })], tinyConfig),
    /its type is I32, needed is F32/,
  );
});

test('refuses to infer from half a model, odd sizes or a ResNet', () => {
  const infers = (tensors: Record<string, NumericArray>) => () => inferClipConfig([fileOf(tensors)]);
  refuses(
    infers(without(openai, 'text_projection')),
    /Cannot tell the sizes of the model in "model\.safetensors": tensor "text_projection" is missing/,
  );
  refuses(
    infers({ ...openai, 'visual.proj': openai.logit_scale!, positional_embedding: openai.logit_scale! }),
    /has shape \[\]; expected 2 axes/,
  );
  const rows = float32(new Float32Array(128 * 4), [4, 128]);
  refuses(
    infers({ ...openai, 'visual.positional_embedding': rows }),
    /has 4 rows; expected 1 plus a square number of patches/,
  );
  refuses(infers({ ...openai, 'visual.layer1.0.conv1.weight': rows }), /its image tower is a ResNet/);
  refuses(
    infers({ ...openai, 'token_embedding.weight': float32(new Float32Array(300), [30, 10]) }),
    /width 10 .* is not a multiple of 64/,
  );
});
