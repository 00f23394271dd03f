import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { imageTower } from '../../src/clip/image-tower.ts';
import { float32, type NumericArray } from '../../src/core/array.ts';
import { random } from '../../src/core/random.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { input } from '../../src/graph/tensor.ts';
import { plainView } from '../../src/pretrain/batches/grey-view.ts';
import { colourKernel, greyDeviation, greyMean, luminance } from '../../src/pretrain/batches/greyscale.ts';
import { patchBatch } from '../../src/pretrain/batches/patch-batch.ts';
import { initialImageWeights } from '../../src/pretrain/initial-weights.ts';
import { imageInputs } from '../../src/pretrain/optimiser/parameters.ts';
import { clipConfigOf } from '../../src/pretrain/pretrain-configuration.ts';
import { imageFeatures } from '../../src/pretrain/stages/image-stage.ts';
import { feedsFor } from '../../src/pretrain/stages/trainer.ts';
import { tinyConfiguration, tinyFaces } from './tiny-faces.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());

const config = clipConfigOf(tinyConfiguration(), 600);
const parameters = initialImageWeights(config, 8, 14, random(3));
const faces = tinyFaces(4);
const area = 64;
const view = (index: number, into: Float32Array) => plainView(faces.grey, index * area, 8, into);

const near = (found: NumericArray, wanted: NumericArray) => {
  assert.deepEqual(found.shape, wanted.shape);
  for (let i = 0; i < found.data.length; i++) {
    const difference = Math.abs(Number(found.data[i]) - Number(wanted.data[i]));
    assert.ok(difference < 2e-5, `${i}: ${found.data[i]} and ${wanted.data[i]}`);
  }
};

test('with all patches it equals the exported CLIP image tower on colour images', async () => {
  const mean = [0.48145466, 0.4578275, 0.40821073];
  const deviation = [0.26862954, 0.26130258, 0.27577711];
  const pixels = new Float32Array(4 * 3 * area);
  for (let index = 0; index < 4; index++)
    for (let channel = 0; channel < 3; channel++)
      for (let pixel = 0; pixel < area; pixel++)
        pixels[(index * 3 + channel) * area + pixel] =
          (faces.grey[index * area + pixel]! / 255 - mean[channel]!) / deviation[channel]!;
  const weights = { ...imageInputs(config), patchEmbedding: input('embedding', [16, 3, 4, 4]) };
  const tower = imageTower(weights, config, input('pixels', ['B', 3, 8, 8]));
  const visible = imageFeatures(config, 4);
  const program = await engine.compile({
    global: tower.global,
    local: tower.patches,
    visibleGlobal: visible.global,
    visibleLocal: visible.patches,
  });
  const rows = patchBatch(4, 8, 4, 4, view, () => random(1));
  const found = await program.run(
    feedsFor(program, parameters, {
      patches: rows.patches,
      places: rows.places,
      pixels: float32(pixels, [4, 3, 8, 8]),
      embedding: colourKernel(parameters.get('image.kernel')!),
    }),
  );
  near(found.visibleGlobal, found.global);
  near(found.visibleLocal, found.local);
  await program.release();
});

test('hidden patches have no effect', async () => {
  const { global } = imageFeatures(config, 2);
  const program = await engine.compile({ global });
  const order = (index: number) => random(5).split(index);
  const shown = patchBatch(1, 8, 4, 2, view, order);
  const hidden = new Set([0, 1, 2, 3]);
  for (const place of order(0).permutation(4).subarray(0, 2)) hidden.delete(place);
  const blacked = (index: number, into: Float32Array) => {
    view(index, into);
    for (const place of hidden)
      for (let y = 0; y < 4; y++)
        for (let x = 0; x < 4; x++) into[(Math.floor(place / 2) * 4 + y) * 8 + (place % 2) * 4 + x] = 0;
  };
  const other = patchBatch(1, 8, 4, 2, blacked, order);
  assert.deepEqual(other.patches.data, shown.patches.data);
  const run = (batch: typeof shown) => program.run(feedsFor(program, parameters, { ...batch }));
  assert.deepEqual((await run(other)).global.data, (await run(shown)).global.data);
  await program.release();
});

test('a grey kernel and its colour counterpart respond to luminance alone', () => {
  const kernel = float32([0.5, -1, 0.25, 2], [1, 4]);
  const { data, shape } = colourKernel(kernel);
  assert.deepEqual(shape, [1, 3, 2, 2]);
  const mean = [0.48145466, 0.4578275, 0.40821073];
  const deviation = [0.26862954, 0.26130258, 0.27577711];
  const colour = [0.9, 0.2, 0.4];
  const grey = luminance.reduce((sum, share, channel) => sum + share * colour[channel]!, 0);
  for (let pixel = 0; pixel < 4; pixel++) {
    const byGrey = (Number(kernel.data[pixel]) * (grey - greyMean)) / greyDeviation;
    const byColour = colour.reduce(
      (sum, value, channel) =>
        sum + (Number(data[channel * 4 + pixel]) * (value - mean[channel]!)) / deviation[channel]!,
      0,
    );
    // The channels' responses differ, even to a patch of uniform colour; their sum must not.
    assert.ok(Math.abs(byGrey - byColour) < 1e-6);
  }
});

test('patches are cut row by row, each with its position', () => {
  const { patches, places } = patchBatch(1, 8, 4, 4, view, () => random(1));
  assert.deepEqual(patches.shape, [1, 4, 16]);
  assert.deepEqual(places.shape, [1, 4, 5]);
  const expected = (faces.grey[4 * 8 + 4]! / 255 - greyMean) / greyDeviation;
  assert.ok(Math.abs(Number(patches.data[3 * 16]) - expected) < 1e-6);
  for (let slot = 0; slot < 4; slot++)
    assert.deepEqual([...places.data.subarray(slot * 5, slot * 5 + 5)].indexOf(1), 1 + slot);
});
