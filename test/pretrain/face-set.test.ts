import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from '../../src/data/dataset.ts';
import { readFaces } from '../../src/pretrain/batches/face-set.ts';

/** A square of one colour. */
const sample = (side: number, colour: readonly [number, number, number], more: Partial<Sample> = {}): Sample => ({
  id: `${side}`,
  split: 'train',
  label: 1,
  read: async () => ({
    width: side,
    height: side,
    data: Uint8Array.from({ length: side * side * 3 }, (_, at) => colour[at % 3]!),
  }),
  ...more,
});

test('keeps luminance, shares of votes and labels in the order of the samples', async () => {
  const faces = await readFaces(
    [sample(4, [10, 20, 30]), sample(4, [200, 200, 200], { label: 2, votes: [1, 0, 3] })],
    4,
    3,
  );
  assert.deepEqual(
    [...faces.grey.subarray(0, 16)],
    new Array(16).fill(Math.round(0.299 * 10 + 0.587 * 20 + 0.114 * 30)),
  );
  assert.deepEqual([...faces.grey.subarray(16)], new Array(16).fill(200));
  assert.deepEqual([...faces.targets], [0, 1, 0, 0.25, 0, 0.75]);
  assert.deepEqual([...faces.labels], [1, 2]);
});

test('resizes faces of another size', async () => {
  const faces = await readFaces([sample(9, [50, 50, 50]), sample(4, [60, 60, 60])], 4, 2);
  assert.equal(faces.count, 2);
  assert.deepEqual([...faces.grey], [...new Array(16).fill(50), ...new Array(16).fill(60)]);
});

test('fails when a face cannot be read', async () => {
  const broken = sample(4, [0, 0, 0], { read: () => Promise.reject(new Error('torn')) });
  await assert.rejects(readFaces([sample(4, [0, 0, 0]), broken], 4, 2), /torn/);
});
