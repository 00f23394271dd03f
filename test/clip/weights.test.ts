// The record of weights: paths, order and shapes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipShapes } from '../../src/clip/weight-shapes.ts';
import { listWeights, mapWeights } from '../../src/clip/weights.ts';
import { tinyConfig } from './tiny-clip.ts';

const shapes = clipShapes(tinyConfig);

test('names every weight by its path, once', () => {
  const paths = listWeights(shapes).map(([path]) => path);
  assert.equal(new Set(paths).size, paths.length);
  // 5 leaves and 2 norms outside the image blocks, 3 leaves and 1 norm outside the text blocks, 16 a block, and the logit scale.
  assert.equal(paths.length, 4 + 4 + 3 + 2 + 16 * (2 + 3) + 1);
  assert.equal(paths[0], 'image.patchEmbedding');
  assert.equal(paths.at(-1), 'logitScale');
  assert.ok(paths.includes('image.blocks.1.attention.query.weight'));
  assert.ok(paths.includes('text.blocks.2.feedForward.contract.bias'));
});

test('has each path lead to its weight in the record', () => {
  for (const [path, shape] of listWeights(shapes)) {
    const found = path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], shapes);
    assert.equal(found, shape, path);
  }
});

test('keeps the structure when it maps', () => {
  const mapped = mapWeights(shapes, (shape, path) => `${path} [${shape}]`);
  assert.equal(mapped.image.blocks[0]?.feedForward.expand.weight, 'image.blocks.0.feedForward.expand.weight [96,128]');
  assert.equal(mapped.text.projection, 'text.projection [24,64]');
  assert.deepEqual(
    mapWeights(mapped, (text) => JSON.parse(text.slice(text.indexOf('[')))),
    shapes,
  );
});

test('tells shapes [out, in] and one position more than patches', () => {
  assert.deepEqual(shapes.image.positionEmbedding, [5, 128]);
  assert.deepEqual(shapes.image.patchEmbedding, [128, 3, 8, 8]);
  assert.deepEqual(shapes.image.blocks[1]?.feedForward.contract, { weight: [128, 96], bias: [128] });
  assert.deepEqual(shapes.text.tokenEmbedding, [30, 64]);
  assert.deepEqual(shapes.logitScale, []);
});
