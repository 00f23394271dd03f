import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { NumericArray } from '../../src/core/array.ts';
import type { Sample } from '../../src/data/dataset.ts';
import { imageCache } from '../../src/data/image-cache.ts';
import { nodeEngine } from '../../src/engine/node/node-engine.ts';
import { frozenFeatures } from '../../src/recognise/frozen-features.ts';
import { refuses } from '../data/refuses.ts';
import { drawnDataset } from '../support/drawings.ts';
import { tinyModel } from '../support/tiny-model.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());
const clip = await tinyModel();

async function encode(
  samples: readonly Sample[],
  options = {},
): Promise<{ progress: number[]; features: NumericArray }> {
  const work = frozenFeatures(engine, clip, samples, options);
  const progress: number[] = [];
  for (;;) {
    const next = await work.next();
    if (next.done) return { progress, features: next.value };
    progress.push(next.value);
  }
}

test('gives a row of E numbers for each image, in order, over several batches', async () => {
  const { samples } = drawnDataset({ counts: { train: 23 } });
  const { progress, features } = await encode(samples);
  assert.deepEqual(features.shape, [69, 12]);
  assert.deepEqual(progress, [32, 64, 69]);
  for (const row of [0, 68]) {
    const alone = (await encode([samples[row]!])).features.data as Float32Array;
    alone.forEach((value, column) => {
      assert.ok(Math.abs(value - (features.data[12 * row + column] as number)) < 1e-5);
    });
  }
});

test('reads no image twice that a cache holds', async () => {
  let reads = 0;
  const { samples } = drawnDataset({ counts: { train: 2 }, onRead: () => reads++ });
  const cache = imageCache(2 ** 20);
  const [first, second] = [await encode(samples, { cache }), await encode(samples, { cache })];
  assert.equal(reads, 6);
  assert.deepEqual(first.features, second.features);
});

test('stops between batches when it is told to', async () => {
  const controller = new AbortController();
  const work = frozenFeatures(engine, clip, drawnDataset({ counts: { train: 30 } }).samples, {
    signal: controller.signal,
  });
  assert.equal((await work.next()).value, 32);
  controller.abort();
  await refuses(work.next(), 'aborted', /^Stopped while encoding images$/);
});
