// The image tower: patches where they belong, items independent, prompts only in the layers that have them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globalOf, imageTower } from '../../src/clip/image-tower.ts';
import { float64, type NumericArray } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { cost } from '../../src/graph/cost.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { multiply } from '../../src/graph/ops/multiply.ts';
import { reduceSum } from '../../src/graph/ops/reduce-sum.ts';
import { constant, input, type Tensor } from '../../src/graph/tensor.ts';
import { writeOnnx } from '../../src/onnx/model.ts';
import { expectClose } from '../contract/expect.ts';
import { engine, evaluate } from '../support/evaluate.ts';
import { gaussian, tinyClip, tinySizes } from '../support/tiny-clip.ts';
import { tolerances } from '../tolerances.ts';

const { config, weights } = tinyClip();
const { size, patch, width, layers } = config.image;
const source = random(8);
const images = gaussian(source, [2, 3, size, size]);
const prompts = gaussian(source, [layers, 2, width], 0.5);

const tower = (visual?: Tensor, sizes = config) =>
  imageTower(weights.image, sizes, input('pixels', ['B', 3, size, size], 'float64'), visual);

const features = (visual?: NumericArray, pixels = images, sizes = config) => {
  const { global, patches, valuePatches } = tower(visual && constant(visual), sizes);
  return evaluate({ global, patches, valuePatches }, { pixels });
};

/** The first `depth` layers of prompts. */
const upTo = (depth: number) => float64((prompts.data as Float64Array).slice(0, depth * 2 * width), [depth, 2, width]);

const plain = await features();

test('gives one global and N patch embeddings an image', () => {
  assert.deepEqual(plain.global.shape, [2, 10]);
  assert.deepEqual(plain.patches.shape, [2, 9, 10]);
  assert.deepEqual(plain.valuePatches.shape, [2, 9, 10]);
});

test('does not mix the images of a batch', async () => {
  const length = images.data.length / 2;
  const program = await engine.compile({ global: tower().global, patches: tower().patches });
  for (const index of [0, 1]) {
    const own = float64((images.data as Float64Array).slice(index * length, (index + 1) * length), [1, 3, size, size]);
    const found = await program.run({ pixels: own });
    expectClose(found.global.data, plain.global.data.slice(10 * index, 10 * index + 10), tolerances.golden64, 'global');
    expectClose(
      found.patches.data,
      plain.patches.data.slice(90 * index, 90 * index + 90),
      tolerances.golden64,
      'patches',
    );
  }
});

test('numbers patches row by row: a changed patch changes its own value path and no other', async () => {
  const place = 5; // second row, third column
  const changed = Float64Array.from(images.data as Float64Array);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = patch; y < 2 * patch; y++) {
      for (let x = 2 * patch; x < 3 * patch; x++) changed[(channel * size + y) * size + x]! += 1;
    }
  }
  // One layer, so that nothing has been mixed before it.
  const one = { ...config, image: { ...config.image, layers: 1 } };
  const shallow = { ...weights.image, blocks: weights.image.blocks.slice(0, 1) };
  const { valuePatches } = imageTower(shallow, one, input('pixels', ['B', 3, size, size], 'float64'));
  const before = (await evaluate({ valuePatches }, { pixels: images })).valuePatches.data;
  const after = (await evaluate({ valuePatches }, { pixels: float64(changed, images.shape) })).valuePatches.data;
  for (let index = 0; index < 9; index++) {
    const own = [before, after].map((data) => Array.from(data.slice(10 * index, 10 * index + 10), Number));
    if (index === place) assert.notDeepEqual(own[0], own[1]);
    else assert.deepEqual(own[0], own[1], `patch ${index}`);
  }
});

test('prompts in fewer layers than there are leave the others without', async () => {
  const [one, two, all] = await Promise.all([1, 2, 3].map((depth) => features(upTo(depth))));
  const found = [plain, one!, two!, all!].map(({ global }) => Array.from(global.data, Number));
  for (let a = 0; a < found.length; a++) {
    for (let b = 0; b < a; b++) assert.ok(found[a]!.every((value, index) => value !== found[b]![index]));
  }
});

test('prompts cannot be switched off by making them small', async () => {
  // A norm comes first, and keys have a bias.
  const tiny = await features(
    float64(
      (prompts.data as Float64Array).map((value) => value * 1e-9),
      prompts.shape,
    ),
  );
  assert.notDeepEqual(tiny.global.data, plain.global.data);
});

test('the value path of the last layer sees its input, not its prompts', async () => {
  const own = Float64Array.from(prompts.data as Float64Array);
  own.fill(0.3, 2 * 2 * width);
  const first = await features(prompts);
  const other = await features(float64(own, prompts.shape));
  assert.deepEqual(first.valuePatches.data, other.valuePatches.data);
  assert.notDeepEqual(first.patches.data, other.patches.data);
});

test('what is not asked for is not computed', () => {
  const { global, patches, valuePatches } = tower();
  const products = (outputs: Record<string, Tensor>) => writeOnnx(outputs).operators.Gemm!;
  assert.equal(products({ global, patches }) - products({ global }), 1);
  assert.ok(products({ valuePatches }) < products({ global }));
});

test('takes activation and epsilon from the configuration', async () => {
  for (const change of [{ activation: 'gelu' as const }, { epsilon: 1e-2 }]) {
    const found = await features(undefined, images, { ...config, image: { ...config.image, ...change } });
    assert.notDeepEqual(found.global.data, plain.global.data);
  }
});

test('works for an image of one patch', async () => {
  const small = { ...tinySizes, image: { ...tinySizes.image, size: 4 } };
  const clip = tinyClip(2, small);
  const image = imageTower(clip.weights.image, small, input('pixels', ['B', 3, 4, 4], 'float64'));
  const found = await evaluate({ patches: image.patches }, { pixels: gaussian(source, [1, 3, 4, 4]) });
  assert.deepEqual(found.patches.shape, [1, 1, 10]);
});

test('refuses prompts of another width', () => {
  assert.throws(() => tower(constant(float64(new Float64Array(6), [3, 1, 2]))), /layerNorm/);
});

test('the global embedding by itself is the same, prompts and their gradient too, for less', async () => {
  const visual = input('visual', prompts.shape, 'float64');
  const { global, globalAlone } = tower(visual);
  const slopes = [global, globalAlone].map((each) => gradients(reduceSum(multiply(each, each)), [visual])[0]!);
  const feeds = { pixels: images, visual: prompts };
  const found = await evaluate({ global, globalAlone, whole: slopes[0]!, alone: slopes[1]! }, feeds);
  expectClose(found.globalAlone.data, found.global.data, tolerances.golden64, 'global');
  expectClose(found.alone.data, found.whole.data, tolerances.golden64, 'gradient');
  const operations = (...outputs: Tensor[]) => cost(outputs, 2).operations;
  assert.ok(operations(globalAlone) < 0.9 * operations(global), `${operations(globalAlone)} ${operations(global)}`);
  assert.ok(
    operations(slopes[1]!) < 0.9 * operations(slopes[0]!),
    `${operations(slopes[1]!)} ${operations(slopes[0]!)}`,
  );
});

test('the global embedding is taken by itself exactly where no patch is read', () => {
  const features = tower();
  assert.equal(globalOf(features, true), features.global);
  assert.equal(globalOf(features, false), features.globalAlone);
});
