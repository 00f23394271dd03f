import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { constant, type Tensor } from '../../src/graph/tensor.ts';
import { cosineAlignment } from '../../src/method/losses/cosine-alignment.ts';
import { l1Alignment } from '../../src/method/losses/l1-alignment.ts';
import { alignmentMeter } from '../../src/train/alignment-meter.ts';
import { scalarOf } from '../support/evaluate.ts';

const none = float32([], [0, 2]);
const scores = { probabilities: none, logits: none };
const features = float32([1, 2, 3, -1, 0, 2], [2, 3]);
const prototypes = float32([0, 1, 1, 2, 2, 0], [2, 3]);
const labels = [1, 0];
const own = float32([2, 2, 0, 0, 1, 1], [2, 3]);

for (const [name, loss] of [
  ['cosine', cosineAlignment],
  ['l1', l1Alignment],
] as const) {
  test(`measures prototype alignment as the ${name} loss does, over any batches`, async () => {
    const wanted = await scalarOf((loss as (x: Tensor, y: Tensor) => Tensor)(constant(features), constant(own)));
    const meter = alignmentMeter(prototypes, { prototypeAlignment: name });
    for (const row of [0, 1]) {
      const imageGlobal = float32((features.data as Float32Array).slice(3 * row, 3 * row + 3), [1, 3]);
      meter.add({ ...scores, imageGlobal }, [labels[row]!]);
    }
    assert.ok(Math.abs(meter.result()!.prototypeAlignment! - wanted) < 1e-6);
  });
}

test('tells the similarity with the own class from the mean of the others', () => {
  const meter = alignmentMeter(undefined, { prototypeAlignment: 'none' });
  const globalSimilarity = float32([0.5, 0.25, 0.75, 1, 0, 0.5], [2, 3]);
  meter.add({ ...scores, globalSimilarity, localSimilarity: globalSimilarity }, [0, 2]);
  assert.deepEqual(meter.result(), { globalOwn: 0.5, globalOther: 0.5, localOwn: 0.5, localOther: 0.5 });
});

test('without faces, and of what a method does not have, nothing is said', () => {
  assert.equal(alignmentMeter(prototypes, { prototypeAlignment: 'cosine' }).result(), undefined);
  const meter = alignmentMeter(prototypes, { prototypeAlignment: 'none' });
  meter.add({ ...scores, imageGlobal: features, globalSimilarity: float32([1, 0, 0, 1], [2, 2]) }, [0, 1]);
  assert.deepEqual(meter.result(), { globalOwn: 1, globalOther: 0 });
});
