import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { countsPerClass, splits } from '../../../src/data/dataset.ts';
import { expressions } from '../../../src/data/expressions.ts';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { synthetic } from '../../../src/data/synthetic/synthetic.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { refuses } from '../refuses.ts';

const open = (seed = 1, count = 80, size = 24) => synthetic({ random: random(seed), count, size });

test('every split is balanced by class', () => {
  const dataset = synthetic({ random: random(1) });
  assert.equal(dataset.samples.length, 400);
  assert.deepEqual(dataset.classes, expressions);
  assert.deepEqual(
    splits.map((split) => countsPerClass(dataset, split)),
    [35, 5, 10].map((count) => new Array(8).fill(count)),
  );
});

test('no person is in two splits, and names are unique', () => {
  const { samples } = open();
  const where = new Map<string, Set<string>>();
  for (const { group, split } of samples) where.set(group!, (where.get(group!) ?? new Set()).add(split));
  assert.equal(where.size, 10);
  assert.ok([...where.values()].every((found) => found.size === 1));
  assert.equal(new Set(samples.map(({ id }) => id)).size, 80);
});

test('the smallest set has all three splits', () => {
  assert.deepEqual(new Set(open(1, 32).samples.map(({ split }) => split)), new Set(splits));
});

test('a face depends on seed and place alone', async () => {
  const [few, many, other] = [open(3, 32), open(3, 200), open(4, 32)];
  for (const index of [0, 9, 31]) {
    const image = await few.samples[index]!.read();
    assert.deepEqual(await few.samples[index]!.read(), image);
    assert.deepEqual(await many.samples[index]!.read(), image);
    assert.notDeepEqual(await other.samples[index]!.read(), image);
  }
});

test('draws colour pictures of the size asked for', async () => {
  for (const size of [16, 48, 97]) {
    const { width, height, data } = await open(1, 32, size).samples[5]!.read();
    assert.deepEqual([width, height, data.length], [size, size, size * size * 3]);
    assert.ok(data.some((value, at) => at % 3 === 0 && value !== data[at + 1]));
    assert.ok(Math.max(...data) - Math.min(...data) > 60);
  }
});

test('one person shows eight different faces', async () => {
  const pictures = await Promise.all(
    open()
      .samples.slice(0, 8)
      .map(async (sample) => (await sample.read()).data.join()),
  );
  assert.equal(new Set(pictures).size, 8);
});

test('a SPEC sets count, size and seed', async () => {
  const { samples } = await openDataset('synthetic:?count=40&size=20&seed=3', nodeDataHost);
  assert.equal(samples.length, 40);
  const image = await samples[7]!.read();
  assert.equal(image.width, 20);
  const same = await openDataset('synthetic:?count=40&size=20', nodeDataHost, { seed: 3 });
  assert.deepEqual(await same.samples[7]!.read(), image);
});

test('refuses too few faces, odd sizes and a path', async () => {
  assert.throws(() => open(1, 31), {
    code: 'usage',
    message: /Cannot draw 31 faces; expected a whole number of at least 32/,
  });
  assert.throws(() => open(1, 32, 8), /faces of 8 pixels; expected a whole number from 16 to 512/);
  await refuses(
    openDataset('synthetic:?count=3', nodeDataHost),
    'usage',
    /synthetic option count=3: expected a whole number from 32/,
  );
  await refuses(openDataset('synthetic:/faces', nodeDataHost), 'usage', /drawn faces have no path/);
});

test('the mouths and brows of the classes can be told apart from pixels alone', async () => {
  // Leave one person out, nearest class mean of the faces' grey pictures: chance is one in eight.
  const { samples } = open(5, 240, 24);
  const pictures = await Promise.all(
    samples.map(async (sample) => {
      const { data } = await sample.read();
      const grey = Float32Array.from(
        { length: data.length / 3 },
        (_, at) => data[at * 3]! + data[at * 3 + 1]! + data[at * 3 + 2]!,
      );
      const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
      return grey.map((value) => value - mean);
    }),
  );
  // What a person's eight pictures share is who it is, not what is expressed.
  const centred = pictures.map((picture, index) => {
    const own = Math.floor(index / 8) * 8;
    return picture.map(
      (value, at) => value - pictures.slice(own, own + 8).reduce((sum, other) => sum + other[at]!, 0) / 8,
    );
  });
  let right = 0;
  for (const [index, picture] of centred.entries()) {
    const distances = expressions.map((_, label) => {
      const others = centred.filter(
        (_, other) => other % 8 === label && Math.floor(other / 8) !== Math.floor(index / 8),
      );
      return picture.reduce(
        (sum, value, at) => sum + (value - others.reduce((total, other) => total + other[at]!, 0) / others.length) ** 2,
        0,
      );
    });
    if (distances.indexOf(Math.min(...distances)) === samples[index]!.label) right++;
  }
  assert.ok(right / samples.length > 0.25, `${right} of ${samples.length} right`);
});
