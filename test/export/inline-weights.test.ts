import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipConfigJson } from '../../src/clip/config.ts';
import { loadClip } from '../../src/clip/load-clip.ts';
import { mapImageTower } from '../../src/clip/weights.ts';
import type { NumericArray } from '../../src/core/array.ts';
import { inlineImageTower, turned } from '../../src/export/inline-weights.ts';
import type { Tensor } from '../../src/graph/tensor.ts';
import { toFloat16, toFloat32 } from '../../src/safetensors/half.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';
import { memoryFolder } from '../clip/memory-folder.ts';
import { huggingFaceTensors, openaiTensors, tinyConfig, tinyWeights } from '../clip/tiny-clip.ts';

const weights = tinyWeights();
const config = { 'config.json': JSON.stringify(clipConfigJson(tinyConfig)) };

async function inlined(tensors: Record<string, NumericArray>): Promise<Map<string, Tensor>> {
  const clip = await loadClip(memoryFolder({ ...config, 'model.safetensors': writeSafetensors(tensors) }));
  const found = new Map<string, Tensor>();
  mapImageTower(await inlineImageTower(clip), (tensor, path) => found.set(path, tensor), 'image');
  return found;
}

function assertEqual(found: Map<string, Tensor>, change: (array: NumericArray) => NumericArray): void {
  let count = 0;
  mapImageTower(
    weights.image,
    (weight, path) => {
      const { operator, attributes } = found.get(path)!;
      assert.equal(operator.name, 'constant', path);
      assert.deepEqual(attributes.array, change(weight), path);
      count++;
    },
    'image',
  );
  assert.equal(count, found.size);
}

test('every weight of the image tower becomes a constant with the same values', async () => {
  assertEqual(await inlined(huggingFaceTensors(weights)), (array) => array);
});

test('half-precision weights are widened exactly', async () => {
  const tensors = Object.entries(huggingFaceTensors(weights)).map(([name, array]) => [name, toFloat16(array)] as const);
  assertEqual(await inlined(Object.fromEntries(tensors)), (array) => toFloat32(toFloat16(array)));
});

test("projections in OpenAI's format are transposed, and joint tensors split", async () => {
  assertEqual(await inlined(openaiTensors(weights)), (array) => array);
});

test('transposing twice restores the matrix', () => {
  const matrix = weights.image.projection;
  const once = turned(matrix);
  assert.deepEqual(once.shape, [...matrix.shape].reverse());
  assert.equal(once.data[matrix.shape[0]!], matrix.data[1]);
  assert.deepEqual(turned(once), matrix);
});
