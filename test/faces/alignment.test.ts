import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RgbImage } from '../../src/core/image.ts';
import { alignFace, eyesLevel, recipeFor } from '../../src/faces/alignment.ts';
import type { Eyes } from '../../src/faces/face.ts';
import { imageFrom, noiseImage, valueAt } from '../data/made-images.ts';

/** Two white discs at the eyes on black. */
function twoDiscs(width: number, height: number, { left, right }: Eyes, radius: number): RgbImage {
  return imageFrom(width, height, (x, y) =>
    [left, right].some((eye) => (x + 0.5 - eye.x) ** 2 + (y + 0.5 - eye.y) ** 2 < radius ** 2) ? 255 : 0,
  );
}

/** Centre of the light within columns `from` to `to`. */
function centreOfLight(image: RgbImage, from: number, to: number) {
  let [sum, x, y] = [0, 0, 0];
  for (let row = 0; row < image.height; row++)
    for (let column = from; column < to; column++) {
      const light = valueAt(image, column, row);
      sum += light;
      x += light * (column + 0.5);
      y += light * (row + 0.5);
    }
  return { x: x / sum, y: y / sum };
}

/** Eyes about (200, 150), `apart` from each other, turned clockwise. */
function eyesAt(apart: number, degrees: number): Eyes {
  const [x, y] = [(Math.cos((degrees * Math.PI) / 180) * apart) / 2, (Math.sin((degrees * Math.PI) / 180) * apart) / 2];
  return { left: { x: 200 - x, y: 150 - y }, right: { x: 200 + x, y: 150 + y } };
}

test('brings the eyes to the places of the recipe, whatever their size and turn', () => {
  for (const side of [48, 96, 224]) {
    for (const [apart, degrees] of [
      [120, 0],
      [60, 33],
      [90, -70],
      [40, 90],
      [100, 180],
    ] as const) {
      const eyes = eyesAt(apart, degrees);
      const crop = alignFace(twoDiscs(400, 300, eyes, apart / 8), eyes, side);
      const left = centreOfLight(crop, 0, side / 2);
      const right = centreOfLight(crop, side / 2, side);
      for (const [found, x] of [
        [left, 0.28],
        [right, 0.72],
      ] as const) {
        const off = Math.hypot(found.x - x * side, found.y - eyesLevel.eyeLine * side);
        assert.ok(off < 0.006 * side, `${side} px, ${apart} apart, ${degrees} degrees: ${off}`);
      }
    }
  }
});

test('a crop of the same size and place is the very pixels', () => {
  const image = noiseImage(100, 100, 4);
  const crop = alignFace(image, { left: { x: 28, y: 35 }, right: { x: 72, y: 35 } }, 100);
  assert.deepEqual(crop, image);
});

test('repeats the edge pixels beyond the picture', () => {
  const image = imageFrom(40, 40, (x, y) => (x < 20 ? 60 : 200) + (y < 20 ? 0 : 10));
  const crop = alignFace(image, { left: { x: 5, y: 20 }, right: { x: 35, y: 20 } }, 60);
  assert.equal(valueAt(crop, 0, 0), 60);
  assert.equal(valueAt(crop, 59, 0), 200);
  assert.equal(valueAt(crop, 0, 59), 70);
  assert.equal(valueAt(crop, 59, 59), 210);
});

test('averages what falls together when it shrinks: fine stripes become grey, turned or not', () => {
  const stripes = imageFrom(800, 800, (x) => (x % 2) * 200);
  for (const degrees of [0, 20, 45]) {
    const [x, y] = [Math.cos((degrees * Math.PI) / 180) * 150, Math.sin((degrees * Math.PI) / 180) * 150];
    const crop = alignFace(stripes, { left: { x: 400 - x, y: 400 - y }, right: { x: 400 + x, y: 400 + y } }, 48);
    const middle = Array.from({ length: 400 }, (_, at) => valueAt(crop, 14 + (at % 20), 14 + Math.floor(at / 20)));
    assert.ok(Math.max(...middle.map((value) => Math.abs(value - 100))) <= 12, `${degrees} degrees`);
  }
});

test('refuses eyes that coincide or are nowhere, and a side that is none', () => {
  const image = noiseImage(20, 20, 1);
  const at = { x: 5, y: 5 };
  const code = { name: 'MpaferError', code: 'image' };
  assert.throws(() => alignFace(image, { left: at, right: at }, 48), { ...code, message: /two different points/ });
  assert.throws(() => alignFace(image, { left: at, right: { x: Number.NaN, y: 5 } }, 48), code);
  for (const side of [0, -1, 1.5, Number.NaN])
    assert.throws(() => alignFace(image, { left: at, right: { x: 9, y: 5 } }, side), code);
});

test('the recipe of the faces that a recogniser was trained on is used, and another one refused by its name and numbers', () => {
  assert.equal(recipeFor(undefined, 'a pack'), eyesLevel);
  assert.equal(recipeFor({ ...eyesLevel }, 'a pack'), eyesLevel);
  const code = { name: 'MpaferError', code: 'checkpoint' };
  assert.throws(() => recipeFor({ name: 'nose-up', eyeDistance: 0.4, eyeLine: 0.3 }, 'mine.safetensors'), {
    ...code,
    message:
      /^Cannot use "mine\.safetensors": it was trained on faces aligned by "nose-up" \(eyes 0\.4 .*expected "eyes-44-35"/,
  });
  assert.throws(() => recipeFor({ ...eyesLevel, eyeLine: 0.4 }, 'a pack'), {
    ...code,
    message: /at 0\.4 of the height/,
  });
});
