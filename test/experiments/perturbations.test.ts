// Perturbations are reproducible and grow with severity.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvRows } from '../../src/core/csv.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { random } from '../../src/core/random.ts';
import { synthetic } from '../../src/data/synthetic/synthetic.ts';
import { bands, perturbations } from '../../src/experiments/perturbations.ts';
import {
  perturbed,
  perturbedSamples,
  type StressCell,
  someSamples,
  stressCell,
  stressCsv,
  stressTable,
} from '../../src/experiments/stress.ts';
import { jpegRoundTrip } from '../../src/platform/node/images/jpeg-round-trip.ts';
import { drawnDataset } from '../support/drawings.ts';

const all = perturbations(jpegRoundTrip);
const face = await synthetic({ random: random(3), count: 32, size: 48 }).samples[9]!.read();
const apart = (a: RgbImage, b: RgbImage) =>
  a.data.reduce((sum, value, at) => sum + Math.abs(value - b.data[at]!), 0) / a.data.length;
const at = (name: string, severity: number, image = face, id = 'face', side = 48) =>
  perturbed(image, id, all.find((one) => one.name === name)!, severity, side, random(1));

test('each perturbation has five distinct severities', () => {
  assert.deepEqual(
    all.map(({ name }) => name),
    ['eyes', 'mouth', 'dark', 'bright', 'blur', 'low-resolution', 'jpeg', 'rotation'],
  );
  for (const { levels } of all) {
    assert.equal(new Set(levels.map(({ text }) => text)).size, 5);
    assert.equal(new Set(levels.map(({ amount }) => amount)).size, 5);
  }
});

for (const { name } of all) {
  test(`${name}: severity 0 is the original, and each severity is further from it`, async () => {
    assert.equal(await at(name, 0), face);
    const untouched = face.data.slice();
    const distances: number[] = [];
    for (const severity of [1, 2, 3, 4, 5]) {
      const image = await at(name, severity);
      assert.deepEqual([image.width, image.height, image.data.length], [48, 48, face.data.length]);
      distances.push(apart(face, image));
    }
    assert.deepEqual(face.data, untouched, 'the image is not changed in place');
    assert.ok(distances[0]! > 0);
    for (const [index, distance] of distances.slice(1).entries()) {
      assert.ok(distance > distances[index]!, `${distances.map((value) => value.toFixed(2))}`);
    }
  });

  test(`${name}: the result is reproducible`, async () => {
    assert.deepEqual((await at(name, 4)).data, (await at(name, 4)).data);
  });
}

test('covers only the band of the eyes or the mouth', async () => {
  for (const [name, [top, bottom]] of Object.entries(bands)) {
    const image = await at(name, 5);
    const rows = Array.from({ length: 48 }, (_, row) =>
      image.data.subarray(row * 144, row * 144 + 144).some((value, index) => value !== face.data[row * 144 + index]),
    );
    assert.deepEqual([rows.indexOf(true), rows.lastIndexOf(true) + 1], [Math.round(top * 48), Math.round(bottom * 48)]);
  }
});

test('heads tilt to both sides, each face always to the same one', async () => {
  const images = await Promise.all(Array.from({ length: 12 }, (_, index) => at('rotation', 5, face, `face ${index}`)));
  assert.equal(new Set(images.map(({ data }) => data.join())).size, 2);
});

test('large images are reduced to the input size before they are perturbed, small ones are not', async () => {
  const large = await synthetic({ random: random(3), count: 32, size: 96 }).samples[9]!.read();
  assert.deepEqual([(await at('blur', 1, large)).width, (await at('blur', 1, large, 'x', 200)).width], [48, 96]);
});

test('samples keep their ids and labels and are perturbed when read', async () => {
  const { samples } = drawnDataset({ counts: { test: 1 } });
  const dark = perturbedSamples(samples, all[2]!, 5, 16);
  assert.deepEqual(
    dark.map(({ id, label }) => [id, label]),
    samples.map(({ id, label }) => [id, label]),
  );
  const [before, after] = [await samples[0]!.read(), await dark[0]!.read()];
  assert.ok(Math.max(...after.data) <= Math.round(Math.max(...before.data) * 0.1));
});

test('selects the same faces every time, in their order', () => {
  const { samples } = drawnDataset();
  const some = someSamples(samples, 7);
  assert.equal(some.length, 7);
  assert.deepEqual(some, someSamples(samples, 7));
  assert.deepEqual(
    [...some].sort((a, b) => samples.indexOf(a) - samples.indexOf(b)),
    some,
  );
  assert.equal(someSamples(samples, 1000), samples);
  assert.equal(someSamples(samples, undefined), samples);
});

const cells: StressCell[] = ['none', 'dark', 'dark'].map((perturbation, severity) =>
  stressCell(perturbation, severity, `level ${severity}`, {
    classes: ['x', 'y'],
    labels: [0, 1, 1, 0],
    probabilities: Float32Array.from([
      1,
      0,
      0,
      1,
      ...(severity > 0 ? [1, 0] : [0, 1]),
      ...(severity > 1 ? [0, 1] : [1, 0]),
    ]),
    logits: new Float32Array(8),
    ids: ['a', 'b', 'c', 'd'],
  }),
);

test('every row of the table starts with the original faces, and missing cells are empty', () => {
  assert.deepEqual(stressTable(cells, ['dark', 'blur']).split('\n').slice(2, 4), [
    '| dark | 100.0 | 75.0 | 50.0 |  |  |  |',
    '| blur | 100.0 |  |  |  |  |  |',
  ]);
});

test('every cell is a CSV row', () => {
  const rows = csvRows(stressCsv(cells), 'it').map(({ fields }) => fields);
  assert.deepEqual(rows[2]!.slice(0, 5), ['dark', '1', 'level 1', '4', '0.75']);
});
