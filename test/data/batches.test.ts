import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import type { RgbImage } from '../../src/core/image.ts';
import { random } from '../../src/core/random.ts';
import { promptAugmentation } from '../../src/data/augment/augmentation.ts';
import { type Batch, evaluationBatches, type TrainingOptions, trainingBatches } from '../../src/data/batches.ts';
import type { Sample } from '../../src/data/dataset.ts';
import { imageCache } from '../../src/data/image-cache.ts';
import { folder } from '../../src/data/readers/own/folder.ts';
import { balanced, samplerNames, samplers } from '../../src/data/sampler.ts';
import { voteTarget } from '../../src/data/targets.ts';
import { nodeDataHost } from '../../src/platform/node/files/data-host.ts';
import { corruptSample, madeSample, noiseImage } from './made-images.ts';
import { refuses } from './refuses.ts';
import { tempFolder } from './temp-folder.ts';

const classes = 3;
const side = 8;
const samples = Array.from({ length: 23 }, (_, index) => madeSample(index, classes, 5));

const training = (changed: Partial<TrainingOptions> = {}) =>
  trainingBatches({
    samples,
    batch: 5,
    classes,
    imageSize: side,
    epoch: 0,
    random: random(1),
    mean: [0.5, 0.5, 0.5],
    deviation: [0.25, 0.25, 0.25],
    augmentation: promptAugmentation,
    ...changed,
  });

const collect = async (batches: AsyncIterable<Batch>) => {
  const all: Batch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
};

/** Stands for a model's preprocessing: the red of the first pixel everywhere. */
const prepare = (image: RgbImage, into: Float32Array, offset: number) => {
  into.fill(image.data[0]!, offset, offset + 3 * side * side);
};

test('an epoch shows every sample once, the last batch holds the rest', async () => {
  const all = await collect(training());
  assert.deepEqual(
    all.map(({ size }) => size),
    [5, 5, 5, 5, 3],
  );
  assert.deepEqual(
    all.map(({ index }) => index),
    [0, 1, 2, 3, 4],
  );
  const shown = all.flatMap(({ indices }) => [...indices]);
  assert.notDeepEqual(shown, [...samples.keys()]);
  assert.deepEqual(
    shown.sort((a, b) => a - b),
    [...samples.keys()],
  );
  for (const { pixels, targets, size, indices } of all) {
    assert.equal(pixels.length, size * 3 * side * side);
    assert.equal(targets.length, size * classes);
    indices.forEach((sample, row) => {
      const target = [...targets.subarray(row * classes, (row + 1) * classes)];
      assert.deepEqual(
        target,
        [0, 1, 2].map((label) => (label === samples[sample]!.label ? 1 : 0)),
      );
    });
  }
});

test('the bytes do not depend on concurrency or cache', async () => {
  const one = await collect(training({ concurrency: 1 }));
  assert.deepEqual(await collect(training({ concurrency: 16 })), one);
  const cache = imageCache(1e6);
  assert.deepEqual(await collect(training({ cache })), one);
  assert.deepEqual(await collect(training({ cache })), one);
});

test('images decoded from files come in the same bytes for every sampler, however many are read at once', async (t) => {
  const files = await Promise.all(
    Array.from({ length: 30 }, async (_, n) => {
      const { data } = noiseImage(20 + (n % 3), 20, n);
      const jpeg = await sharp(data, { raw: { width: 20 + (n % 3), height: 20, channels: 3 } })
        .jpeg()
        .toBuffer();
      return [`train/${n % 5 === 0 ? 'happy' : 'sad'}/${n}.jpg`, jpeg] as const;
    }),
  );
  const root = await tempFolder(t, Object.fromEntries(files));
  const { samples: read } = await folder(nodeDataHost, root, { random: random(1), valid: 0 });
  const seen = new Set<string>();
  for (const name of samplerNames) {
    const run = async (concurrency: number) =>
      collect(training({ samples: read, classes: 2, batch: 7, sampler: samplers[name], concurrency }));
    const one = await run(1);
    for (const concurrency of [2, 16]) assert.deepEqual(await run(concurrency), one, name);
    seen.add(one.flatMap(({ indices }) => [...indices]).join());
  }
  // Balanced and inverse-frequency are one.
  assert.equal(seen.size, samplerNames.length - 1);
});

test('another epoch and another seed show other orders and other views', async () => {
  const orders = [training(), training({ epoch: 1 }), training({ random: random(2) })];
  const shown = await Promise.all(
    orders.map(async (batches) => (await collect(batches)).flatMap(({ indices }) => [...indices]).join()),
  );
  assert.equal(new Set(shown).size, 3);
});

test('starting at a batch gives the bytes that the whole epoch gives', async () => {
  const mixed = { ...promptAugmentation, mixup: 0.3 };
  const all = await collect(training({ augmentation: mixed }));
  assert.deepEqual(await collect(training({ augmentation: mixed, startAt: 3 })), all.slice(3));
  assert.deepEqual(await collect(training({ startAt: 5 })), []);
});

test('never reads more images at once than allowed', async () => {
  let running = 0;
  let most = 0;
  const watched = samples.map((sample) => ({
    ...sample,
    read: async () => {
      most = Math.max(most, ++running);
      const image = await sample.read();
      running--;
      return image;
    },
  }));
  await collect(training({ samples: watched, concurrency: 3 }));
  assert.ok(most > 1 && most <= 3, `${most} at once`);
});

test('an image shown twice in an epoch is varied anew', async () => {
  const one = [madeSample(0, 1)];
  const twice = () => Uint32Array.of(0, 0);
  const [batch] = await collect(
    training({ samples: one, sampler: twice, batch: 2, augmentation: { crop: promptAugmentation.crop } }),
  );
  const half = batch!.pixels.length / 2;
  assert.notDeepEqual(batch!.pixels.slice(0, half), batch!.pixels.slice(half));
});

test('takes a sampler, and votes as targets', async () => {
  const voted = samples.map((sample) => ({ ...sample, votes: [1, 1, 2] }));
  const all = await collect(training({ samples: voted, sampler: balanced, target: voteTarget }));
  assert.equal(all.flatMap(({ indices }) => [...indices]).length, 23);
  assert.deepEqual([...all[0]!.targets.subarray(0, 3)], [0.25, 0.25, 0.5]);
});

test('mixup blends targets within the batch', async () => {
  const all = await collect(training({ augmentation: { mixup: 1 } }));
  const soft = all.flatMap(({ targets }) => [...targets]).filter((value) => value > 0.01 && value < 0.99);
  assert.ok(soft.length > 0);
  for (const { targets, size } of all) {
    const total = targets.reduce((sum, value) => sum + value, 0);
    assert.ok(Math.abs(total - size) < 1e-4);
  }
});

const spoilt: Sample[] = [...samples.slice(0, 10), corruptSample(10), ...samples.slice(11, 20), corruptSample(20)];

test('a corrupt image stops training with an error that names it', async () => {
  await refuses(
    collect(training({ samples: spoilt })),
    'image',
    /Cannot decode "made\/\d+\.png": the data ends too early/,
  );
  const first = async (concurrency: number) =>
    refuses(collect(training({ samples: spoilt, batch: 21, concurrency })), 'image', /made/).then(
      ({ message }) => message,
    );
  assert.equal(await first(1), await first(20));
});

test('corrupt images are skipped and told one by one when asked for, in the same order always', async () => {
  const run = async (concurrency: number) => {
    const told: string[] = [];
    const all = await collect(
      training({
        samples: spoilt,
        concurrency,
        onUnreadable: (sample, error) => told.push(`${sample.id} ${error.code}`),
      }),
    );
    assert.equal(
      all.reduce((sum, { size }) => sum + size, 0),
      19,
    );
    assert.ok(
      all.every(({ size, pixels, indices }) => pixels.length === size * 3 * side * side && indices.length === size),
    );
    return told;
  };
  const told = await run(1);
  assert.deepEqual(told.toSorted(), ['made/10.png image', 'made/20.png image']);
  assert.deepEqual(await run(20), told);
});

test('a bug while reading is never passed over as a corrupt image', async () => {
  const broken = { ...madeSample(0, 1), read: () => Promise.reject(new TypeError('a bug')) };
  await assert.rejects(collect(training({ samples: [broken], onUnreadable: () => {} })), TypeError);
});

test('a batch of which nothing remains is not handed out', async () => {
  const options = { samples: [corruptSample(1), corruptSample(2)], batch: 1, onUnreadable: () => {} };
  assert.deepEqual(await collect(training(options)), []);
});

test('refuses a batch size that is none', async () => {
  await refuses(collect(training({ batch: 0 })), 'usage', /batches of 0 images/);
});

test('evaluation keeps the order and prepares as told', async () => {
  const all = await collect(evaluationBatches({ samples, batch: 10, classes, imageSize: side, prepare }));
  assert.deepEqual(
    all.flatMap(({ indices }) => [...indices]),
    [...samples.keys()],
  );
  assert.deepEqual(
    all.map(({ size }) => size),
    [10, 10, 3],
  );
  const eleventh = all[1]!.pixels;
  assert.equal(eleventh[0], noiseImage(12, 12, 10).data[0]);
  assert.equal(eleventh[3 * side * side], noiseImage(12, 12, 11).data[0]);
});

test('evaluation leaves unreadable images out and keeps the indices of the others', async () => {
  const told: string[] = [];
  const onUnreadable = ({ id }: Sample) => told.push(id);
  const all = await collect(
    evaluationBatches({ samples: spoilt, batch: 21, classes, imageSize: side, prepare, onUnreadable }),
  );
  assert.deepEqual(told, ['made/10.png', 'made/20.png']);
  assert.deepEqual(
    [...all[0]!.indices],
    [...Array(20).keys()].filter((index) => index !== 10),
  );
});

test('no samples give no batches', async () => {
  assert.deepEqual(await collect(training({ samples: [], augmentation: {} })), []);
  assert.deepEqual(await collect(evaluationBatches({ samples: [], batch: 4, classes, imageSize: side, prepare })), []);
});

test('rows that are not needed are not read and stay 0; the others and all targets are as ever', async () => {
  const read: string[] = [];
  const watched = samples.map((sample) => ({
    ...sample,
    async read() {
      read.push(sample.id);
      return sample.read();
    },
  }));
  const whole = await collect(training());
  const some = await collect(training({ samples: watched, needed: (row) => row % 2 === 1 }));
  const plane = 3 * side * side;
  const odd: string[] = [];
  for (const [index, { pixels, targets, indices, size }] of some.entries()) {
    assert.deepEqual([targets, indices, size], [whole[index]!.targets, whole[index]!.indices, whole[index]!.size]);
    for (let row = 0; row < size; row++) {
      const [found, before] = [pixels, whole[index]!.pixels].map((each) => each.slice(row * plane, (row + 1) * plane));
      if (row % 2 === 1) odd.push(samples[indices[row]!]!.id);
      assert.deepEqual(found, row % 2 === 1 ? before : new Float32Array(plane));
    }
  }
  assert.deepEqual(read.sort(), odd.sort());
});
