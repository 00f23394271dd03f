// Cuts: another picture is one; motion, light and fades are not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RgbImage } from '../../src/core/image.ts';
import { random } from '../../src/core/random.ts';
import { crop } from '../../src/image/crop.ts';
import { exposed } from '../../src/image/exposure.ts';
import { shotChanges } from '../../src/video/shot-changes.ts';

/** A made scene: a ground of its colour with twelve coloured blocks. */
function scene(seed: number, width = 240, height = 160): RgbImage {
  const dice = random(seed);
  const data = new Uint8Array(width * height * 3);
  const paint = (left: number, top: number, right: number, bottom: number) => {
    const colour = [dice.integer(256), dice.integer(256), dice.integer(256)];
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) data.set(colour, (y * width + x) * 3);
  };
  paint(0, 0, width, height);
  for (let block = 0; block < 12; block++) {
    const [x, y] = [dice.integer(width - 60), dice.integer(height - 60)];
    paint(x, y, x + 60, y + 60);
  }
  return { width, height, data };
}

const cutsIn = (frames: readonly RgbImage[]): readonly number[] => {
  const shots = shotChanges();
  return frames.flatMap((frame, index) => (shots.isCut(frame) ? [index] : []));
};

test('a change of scene is a cut, once', () => {
  const [a, b] = [scene(1), scene(2)];
  assert.deepEqual(cutsIn([a, a, b, b, a]), [2, 4]);
});

test('ten scenes in a row are nine cuts', () => {
  const scenes = Array.from({ length: 10 }, (_, seed) => scene(seed + 10));
  assert.deepEqual(cutsIn(scenes), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('a pan is none', () => {
  const wide = scene(3, 400, 160);
  assert.deepEqual(cutsIn(Array.from({ length: 40 }, (_, frame) => crop(wide, frame * 4, 0, 240, 160))), []);
});

test('lights going off, a flash, and a fade through black are none', () => {
  const picture = scene(4);
  const lit = (factor: number) => exposed(picture, factor);
  assert.deepEqual(cutsIn([lit(1), lit(0.4), lit(0.4), lit(1.6), lit(1)]), []);
  assert.deepEqual(cutsIn([1, 0.6, 0.2, 0, 0, 0.2, 0.6, 1].map(lit)), []);
});

test('a fade through black to another scene is a cut', () => {
  assert.deepEqual(cutsIn([scene(1), exposed(scene(1), 0), exposed(scene(2), 0), scene(2)]), [3]);
});

test('pictures smaller than the grid are compared too', () => {
  assert.deepEqual(cutsIn([scene(1, 61, 61), scene(1, 61, 61)]), []);
  const tiny = { width: 3, height: 2, data: Uint8Array.from({ length: 18 }, (_, at) => at * 14) };
  assert.deepEqual(cutsIn([tiny, tiny]), []);
});
