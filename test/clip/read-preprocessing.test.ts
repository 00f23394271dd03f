// A model's own preprocessing: the files of transformers 4 and 5, what is obeyed and what is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipConfigJson } from '../../src/clip/config.ts';
import { loadClip } from '../../src/clip/load-clip.ts';
import { preprocess, resizeToSquare } from '../../src/clip/preprocess.ts';
import { clipPreprocessing, type Preprocessing } from '../../src/clip/preprocessing.ts';
import { readPreprocessing } from '../../src/clip/read-preprocessing.ts';
import { resize, wholeOf } from '../../src/image/resize.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';
import { memoryFolder } from './memory-folder.ts';
import { huggingFaceTensors, tinyConfig, tinyWeights } from './tiny-clip.ts';

const released = {
  crop_size: { height: 224, width: 224 },
  do_center_crop: true,
  do_convert_rgb: true,
  do_normalize: true,
  do_rescale: true,
  do_resize: true,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_processor_type: 'CLIPImageProcessor',
  image_std: [0.26862954, 0.26130258, 0.27577711],
  resample: 3,
  rescale_factor: 0.00392156862745098,
  size: { shortest_edge: 224 },
};
const read = (json: unknown, size = 224) => readPreprocessing(json, 'preprocessor_config.json', size);
const refuses = (settings: object, message: RegExp, size = 224) =>
  assert.throws(() => read({ ...released, ...settings }, size), { code: 'model', message });

test('reads the file of the released models, in the forms of 2022, transformers 4 and transformers 5', () => {
  const usual = clipPreprocessing(224);
  assert.deepEqual(read(released), usual);
  assert.deepEqual(
    read({ ...released, feature_extractor_type: 'CLIPFeatureExtractor', size: 224, crop_size: 224 }),
    usual,
  );
  assert.deepEqual(read({ image_processor: { ...released, image_processor_type: 'CLIPImageProcessorFast' } }), usual);
  assert.deepEqual(read({}), usual);
});

test('obeys another size, filter, mean and deviation', () => {
  const half = [0.5, 0.5, 0.5];
  const own = { size: { shortest_edge: 256 }, resample: 2, image_mean: half, image_std: half };
  assert.deepEqual(read({ ...released, ...own }), {
    size: 224,
    resize: 'shortest',
    edge: 256,
    filter: 'bilinear',
    mean: half,
    deviation: half,
  });
  assert.deepEqual(read({ ...released, do_center_crop: false, size: { height: 224, width: 224 } }).resize, 'stretch');
  assert.deepEqual(read({ ...released, do_normalize: false }).mean, [0, 0, 0]);
  assert.deepEqual(read({ ...released, resample: 'lanczos' }).filter, 'lanczos');
});

test('refuses by name what it cannot obey', () => {
  refuses(
    { resample: 0 },
    /^Cannot prepare images as "preprocessor_config\.json" says: resample is "nearest"; supported are bicubic/,
  );
  refuses({ resample: 9 }, /resample is 9; supported are/);
  refuses({ do_resize: false }, /do_resize is false; expected true$/);
  refuses({ do_rescale: false }, /do_rescale is false/);
  refuses({ rescale_factor: 1 }, /rescale_factor is 1; expected 1 \/ 255$/);
  refuses({ do_center_crop: false }, /do_center_crop is false, which leaves images that are not square$/);
  refuses({ crop_size: { height: 224, width: 160 } }, /crop_size is .*; the model takes 224 x 224$/);
  refuses({ size: { shortest_edge: 200 } }, /size\.shortest_edge is 200; the model takes 224 x 224$/);
  refuses({ size: { longest_edge: 224 } }, /size is .*; the model takes 224 x 224$/);
  refuses({}, /crop_size is .*; the model takes 336 x 336$/, 336);
  refuses({ image_mean: [0.5] }, /image_mean is \[0\.5\]; expected three numbers$/);
  refuses({ image_std: [0.5, 0, 0.5] }, /image_std is .*; expected three numbers above 0$/);
  refuses(
    { image_processor_type: 'SiglipImageProcessor' },
    /image_processor_type is "SiglipImageProcessor"; expected "CLIPImageProcessor"$/,
  );
  refuses({ do_pad: true }, /do_pad is true, which is not supported$/);
  assert.throws(() => read([]), { code: 'model', message: /it is not an object$/ });
});

const { size } = tinyConfig.image;
const folder = (files: Readonly<Record<string, object>>) =>
  memoryFolder({
    'config.json': JSON.stringify(clipConfigJson(tinyConfig)),
    'model.safetensors': writeSafetensors(huggingFaceTensors(tinyWeights(tinyConfig))),
    ...Object.fromEntries(Object.entries(files).map(([name, json]) => [name, JSON.stringify(json)])),
  });
const own = { ...released, size: { shortest_edge: size }, crop_size: { height: size, width: size } };

test("a model folder has the preprocessing of its file, and OpenAI's without one", async () => {
  const of = async (files: Readonly<Record<string, object>>) => (await loadClip(folder(files))).preprocessing;
  assert.deepEqual(await of({}), clipPreprocessing(size));
  assert.equal((await of({ 'preprocessor_config.json': { ...own, resample: 1 } })).filter, 'lanczos');
  const both = { 'preprocessor_config.json': { ...own, resample: 1 } };
  const nested = { processor_class: 'CLIPProcessor', image_processor: { ...own, resample: 4 } };
  assert.equal((await of({ ...both, 'processor_config.json': nested })).filter, 'box');
  assert.equal(
    (await of({ ...both, 'processor_config.json': { processor_class: 'CLIPProcessor' } })).filter,
    'lanczos',
  );
  await assert.rejects(of({ 'preprocessor_config.json': { ...own, resample: 0 } }), /resample is "nearest"/);
});

const image = { width: 30, height: 20, data: Uint8Array.from({ length: 1800 }, (_, at) => (at * at * 7) % 251) };

test('images are prepared as the preprocessing says', () => {
  const usual = clipPreprocessing(8);
  assert.deepEqual(preprocess(image, usual), preprocess(image, 8));
  const stretched: Preprocessing = { ...usual, resize: 'stretch', filter: 'bilinear' };
  assert.deepEqual(resizeToSquare(image, stretched).data, resize(image, 8, 8, wholeOf(image), 'bilinear').data);
  const larger = resizeToSquare(image, { ...usual, edge: 16 });
  assert.deepEqual([larger.width, larger.height], [8, 8]);
  assert.notDeepEqual(larger.data, resizeToSquare(image, usual).data);
  const plain = preprocess(image, { ...usual, mean: [0, 0, 0], deviation: [1, 1, 1] });
  const square = resizeToSquare(image, usual);
  assert.equal(plain[0], Math.fround(square.data[0]! / 255));
  assert.equal(plain[2 * 64], Math.fround(square.data[2]! / 255));
});
