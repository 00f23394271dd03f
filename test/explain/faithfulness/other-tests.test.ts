// Pictures and maps in a mirror, shifted pictures, and how alike maps are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Explainer } from '../../../src/explain/explainer.ts';
import {
  likeness,
  mirrored,
  mirroredMap,
  regionRemoval,
  shifted,
} from '../../../src/explain/faithfulness/other-tests.ts';

const picture = { width: 3, height: 2, data: Uint8Array.from([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5]) };
const grey = ({ data }: { data: Uint8Array }) => Array.from(data).filter((_, at) => at % 3 === 0);

test('a mirror turns rows around, and twice is once back', () => {
  assert.deepEqual(grey(mirrored(picture)), [2, 1, 0, 5, 4, 3]);
  assert.deepEqual(mirrored(mirrored(picture)), picture);
  assert.deepEqual(mirroredMap([0, 1, 2, 3, 4, 5], 3), [2, 1, 0, 5, 4, 3]);
});

test('a shift repeats the edge', () => {
  assert.deepEqual(grey(shifted(picture, 1)), [0, 0, 1, 0, 0, 1]);
});

test('the same maps are as alike as can be, reversed ones are not', () => {
  const maps = [[1, 2, 3, 4]];
  assert.deepEqual(likeness(maps, maps, 2), { spearman: 1, jaccard: 1 });
  const other = likeness(maps, [[4, 3, 2, 1]], 2);
  assert.ok(Math.abs(other.spearman + 1) < 1e-12 && other.jaccard === 0);
});

test('a map that says of regions what the margin loses without them correlates fully', async () => {
  const weights = [0.1, 0.2, 0.3, 0.4];
  const additive = {
    without: async (_: Float32Array, keep: Float32Array) =>
      Array.from({ length: keep.length / 4 }, (_, row) => [
        weights.reduce((sum, weight, at) => sum + weight * keep[4 * row + at]!, 0),
        0,
      ]),
  } as unknown as Explainer;
  const question = { target: 0, against: 1 };
  const regions = ['eyes', 'nose', 'mouth', 'mouth'];
  const found = await regionRemoval(additive, new Float32Array(48), [question], regions, {
    own: [weights],
    wrong: [weights.map((w) => -w)],
  });
  assert.ok(found.losses[0]!.every((loss, at) => Math.abs(loss - [0.1, 0.2, 0.7][at]!) < 1e-6));
  assert.ok(Math.abs(found.correlation.own! - 1) < 1e-12 && Math.abs(found.correlation.wrong! + 1) < 1e-12);
});
