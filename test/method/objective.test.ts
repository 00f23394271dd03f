// The objective as a whole, on a tiny CLIP in float64: what is learned, what stays, and that every gradient is right.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageTower } from '../../src/clip/image-tower.ts';
import { listWeights } from '../../src/clip/weights.ts';
import { copyArray, float64, type NumericArray } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { gradients } from '../../src/graph/gradients.ts';
import { inOrder } from '../../src/graph/order.ts';
import { input } from '../../src/graph/tensor.ts';
import { defaultSgd, sgdBuffer, sgdStep } from '../../src/nn/optim/sgd.ts';
import { expectClose } from '../contract/expect.ts';
import { slopesOf } from '../graph/differences.ts';
import { engine, evaluate } from '../support/evaluate.ts';
import { type TinyTaskOptions, taskValues, tinyTask } from '../support/tiny-task.ts';
import { tolerances } from '../tolerances.ts';

const task = tinyTask();
const { clip, feeds, parts, prompts } = task;
const [size, width] = [clip.config.image.size, clip.config.image.width];

test('without visual prompts, images have the features of plain CLIP', async () => {
  const plain = tinyTask({ depth: 0 });
  const tower = imageTower(clip.weights.image, clip.config, input('pixels', ['B', 3, size, size], 'float64'));
  const { global, patches } = await evaluate(
    { global: tower.global, patches: tower.patches },
    { pixels: feeds.pixels },
  );
  const found = await taskValues(plain, { global: plain.parts.imageGlobal, patches: plain.parts.imagePatches });
  assert.deepEqual(found.global.data, global.data);
  assert.deepEqual(found.patches.data, patches.data);
  const prompted = await taskValues(task, { global: parts.imageGlobal });
  assert.notDeepEqual(prompted.global.data, global.data);
});

test('patches are the tokens of the last layer, or its value path where the options say so', async () => {
  const pixels = input('pixels', ['B', 3, size, size], 'float64');
  const tower = imageTower(clip.weights.image, clip.config, pixels, prompts.visual);
  const wanted = await taskValues(task, { token: tower.patches, 'value-path': tower.valuePatches });
  for (const localFeature of ['token', 'value-path'] as const) {
    const own = tinyTask({ method: { localFeature } });
    const found = await taskValues(own, { patches: own.parts.imagePatches });
    assert.deepEqual(found.patches.data, wanted[localFeature].data, localFeature);
  }
  assert.notDeepEqual(wanted.token.data, wanted['value-path'].data);
});

const variants: Readonly<Record<string, TinyTaskOptions>> = {
  'the default': {},
  'a shared context': { shared: true },
  'prompts in the first layer only': { depth: 1 },
  'L1 alignments': { method: { promptAlignment: 'l1', prototypeAlignment: 'l1', beta: 2, gamma: 0.5 } },
  'cosine alignments, k = 1': { method: { promptAlignment: 'cosine', topPatches: 1 } },
  'k = N, half the local weight, sharp text alignment': {
    method: { topPatches: 9, localWeight: 0.5, textTemperature: 0.2 },
  },
  'class vectors with a residual, tied to the texts': { residual: true, method: { textTie: 0.7 } },
  'prompts alone, tied to the texts': { method: { textTie: 3 } },
  'labels with noise': { method: { noiseTolerance: 0.5 } },
  'the absolute error': { method: { noiseTolerance: 1 } },
  'consistency with plain CLIP': { method: { imageConsistency: 10, logitConsistency: 3, alpha: 0.5 } },
  'margins that are alike, texts with the moments of the hard prompts': {
    residual: true,
    method: { margin: { mean: 0.1, variance: 0.01 }, textMoments: 5 },
  },
  'deep prompts of low rank, without drift': {
    shared: true,
    method: { promptRank: 2, driftCorrection: true, imageConsistency: 3, promptAlignment: 'l1' },
  },
  'weights that move, beside plain CLIP': {
    method: { weightRank: 2, imageConsistency: 3, localFeature: 'value-path' },
  },
  'patches divided by transport': { method: { localFeature: 'value-path', localMatch: 'transport' } },
  'tokens that know their class': { shared: true, method: { classAware: true, promptAlignment: 'cosine', beta: 8 } },
  'the value path, one image': { method: { localFeature: 'value-path' }, batch: 1 },
};

for (const [name, options] of Object.entries(variants)) {
  test(`gradients are those of differences: ${name}`, async () => {
    const own = tinyTask(options);
    const extra = (['residual', 'bottleneck', 'factors', 'textWeights', 'imageWeights'] as const).filter(
      (kind) => own.feeds[kind] !== undefined,
    );
    // Of factors, visual prompts are a product.
    const { visual: _, ...others } = own.feeds;
    const feeds = own.feeds.factors ? others : own.feeds;
    const visual = own.feeds.factors ? [] : (['visual'] as const);
    for (const target of ['context', ...visual, ...extra] as const) {
      const question = { loss: own.parts.loss, targets: { [target]: own.prompts[target]! }, feeds };
      const { derived, measured } = await slopesOf(engine, question, random(17).split(name, target));
      assert.ok(Math.abs(derived) > 1e-3, `the slope along ${target} is ${derived}`);
      expectClose([derived], [measured], tolerances.differences, `slope along ${target}`);
    }
  });
}

test('single elements of both gradients are those of differences', async () => {
  const [dcontext, dvisual] = gradients(parts.loss, [prompts.context, prompts.visual]);
  const program = await engine.compile({ loss: parts.loss, dcontext: dcontext!, dvisual: dvisual! });
  const here = (await program.run(feeds)) as Record<string, NumericArray>;
  const step = 1e-4;
  for (const name of ['context', 'visual'] as const) {
    const { data, shape } = feeds[name];
    for (const index of [0, 7, Math.floor(data.length / 2), data.length - 1]) {
      const lossAt = async (distance: number) => {
        const moved = Float64Array.from(data as Float64Array);
        moved[index]! += distance;
        return Number((await program.run({ ...feeds, [name]: float64(moved, shape) })).loss!.data[0]);
      };
      const near = (await lossAt(step)) - (await lossAt(-step));
      const far = (await lossAt(2 * step)) - (await lossAt(-2 * step));
      const found = Number(here[`d${name}`]!.data[index]);
      assert.ok(Math.abs(found) > 1e-6, `element ${index} of ${name} has slope ${found}`);
      expectClose([found], [(8 * near - far) / (12 * step)], tolerances.differences, `element ${index} of ${name}`);
    }
  }
  await program.release();
});

test('gradients reach the prompts of every layer', async () => {
  const [slope] = gradients(parts.loss, [prompts.visual]);
  const { found } = await taskValues(task, { found: slope! });
  assert.deepEqual(found.shape, [3, 2, width]);
  for (let layer = 0; layer < 3; layer++) {
    const own = found.data.slice(layer * 2 * width, (layer + 1) * 2 * width) as Float64Array;
    assert.ok(Math.hypot(...own) > 1e-4, `layer ${layer}`);
    assert.ok(own.every((value) => value !== 0 && Number.isFinite(value)));
  }
});

test('no gradient of a frozen weight is in the graph', () => {
  const found = inOrder(gradients(parts.loss, [prompts.context, prompts.visual]));
  const frozen = new Set(
    listWeights(clip.weights).flatMap(([, { shape }]) =>
      shape.length > 1 ? [shape.join(), [...shape].reverse().join()] : [],
    ),
  );
  const sums = found.filter(({ operator }) => ['contractRows', 'scatterAdd'].includes(operator.name));
  assert.deepEqual(
    sums.filter(({ shape }) => frozen.has(shape.join())).map(({ operator, shape }) => `${operator.name} ${shape}`),
    [],
  );
  // With a weight among the targets there is one, so that the line above can fail.
  const query = clip.weights.image.blocks[1]!.attention.query.weight;
  const withWeight = inOrder(gradients(parts.loss, [prompts.context, query]));
  assert.ok(withWeight.some(({ operator, shape }) => operator.name === 'contractRows' && frozen.has(shape.join())));
});

test('steps change V and P and nothing else', async () => {
  const before = clip.bytes.slice();
  const [dcontext, dvisual] = gradients(parts.loss, [prompts.context, prompts.visual]);
  const program = await engine.compile({ loss: parts.loss, dcontext: dcontext!, dvisual: dvisual! });
  const learned = { context: copyArray(feeds.context), visual: copyArray(feeds.visual) };
  const momentum = { context: sgdBuffer(learned.context.data), visual: sgdBuffer(learned.visual.data) };
  const curve: number[] = [];
  for (let step = 0; step < 4; step++) {
    const values = await program.run({ ...feeds, ...learned });
    curve.push(Number(values.loss.data[0]));
    for (const kind of ['context', 'visual'] as const) {
      const gradient = values[`d${kind}`].data as Float64Array;
      sgdStep(learned[kind].data, momentum[kind], gradient, { ...defaultSgd, rate: 1e-3 });
    }
  }
  await program.release();
  assert.ok(curve.at(-1)! < curve[0]!, `${curve}`);
  assert.ok(learned.context.data.every((value, index) => value !== feeds.context.data[index]));
  assert.ok(learned.visual.data.every((value, index) => value !== feeds.visual.data[index]));
  assert.deepEqual(clip.bytes, before);
});
