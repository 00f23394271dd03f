import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { alignFace } from '../../src/faces/alignment.ts';
import { eyePlaces, eyesAt } from '../../src/pretrain/batches/eye-places.ts';
import { cutByRecipe, misplaced, recipeFaces } from '../../src/pretrain/batches/recipe-cut.ts';
import { tinyFaces } from './tiny-faces.ts';

const size = 24;
const grey = Uint8Array.from({ length: 2 * size * size }, (_, at) => 20 + ((at * 29) % 200));
const picture = {
  width: size,
  height: size,
  data: Uint8Array.from({ length: 3 * size * size }, (_, at) => grey[size * size + Math.floor(at / 3)]!),
};
const eyes = { left: { x: 8, y: 9 }, right: { x: 16.5, y: 10.5 } };

test('a face is cut as alignFace cuts it', () => {
  const view = new Float32Array(size * size);
  cutByRecipe(grey, size * size, size, eyes, view);
  const crop = alignFace(picture, eyes, size);
  for (const [at, value] of view.entries())
    assert.ok(Math.abs(value - crop.data[3 * at]!) <= 0.5 + 1e-3, `${at}: ${value} ${crop.data[3 * at]}`);
});

test('a mirrored cut is the mirror image of the cut', () => {
  const [view, mirrored] = [new Float32Array(size * size), new Float32Array(size * size)];
  cutByRecipe(grey, 0, size, eyes, view);
  cutByRecipe(grey, 0, size, eyes, mirrored, true);
  for (let at = 0; at < view.length; at++) {
    const other = Math.floor(at / size) * size + size - 1 - (at % size);
    assert.ok(Math.abs(view[at]! - mirrored[other]!) < 1e-3);
  }
});

test('a finder without errors misplaces nothing, another one by what it says', () => {
  const same = misplaced(eyes, { eyes: 0, zoom: 0 }, random(1));
  assert.ok(Math.abs(same.left.x - eyes.left.x) < 1e-9 && Math.abs(same.right.y - eyes.right.y) < 1e-9);
  const apart = Math.hypot(8.5, 1.5);
  const errors = Array.from({ length: 400 }, (_, seed) => {
    const { left } = misplaced(eyes, { eyes: 0.05, zoom: 0 }, random(seed));
    return (left.x - eyes.left.x) / apart;
  });
  const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
  assert.ok(deviation > 0.04 && deviation < 0.06, `${deviation}`);
  for (let seed = 0; seed < 50; seed++) {
    const { left, right } = misplaced(eyes, { eyes: 0, zoom: 0.2 }, random(seed));
    const factor = Math.hypot(right.x - left.x, right.y - left.y) / apart;
    assert.ok(factor >= 0.8 - 1e-9 && factor <= 1.2 + 1e-9);
  }
});

test('a set of faces is cut one by one, its labels stay', () => {
  const faces = tinyFaces(3);
  const places = eyePlaces([undefined, { left: { x: 2, y: 3 }, right: { x: 6, y: 3 } }, undefined], 8);
  const recut = recipeFaces(faces, places);
  assert.deepEqual(recut.labels, faces.labels);
  const view = new Float32Array(64);
  cutByRecipe(faces.grey, 64, 8, eyesAt(places, 1), view);
  assert.deepEqual([...recut.grey.subarray(64, 128)], [...view.map(Math.round)]);
});
