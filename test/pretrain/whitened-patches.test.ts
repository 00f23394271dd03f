import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { normalisedGrey } from '../../src/pretrain/batches/greyscale.ts';
import { inverseRoot, whiten, whitening } from '../../src/pretrain/batches/whitened-patches.ts';
import { tinyFaces } from './tiny-faces.ts';

const product = (a: Float64Array, b: Float64Array, size: number) =>
  Float64Array.from({ length: size * size }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += a[Math.floor(at / size) * size + k]! * b[k * size + (at % size)]!;
    return sum;
  });

test('the squared inverse root times the matrix is the identity', () => {
  const size = 7;
  const source = random(2);
  const root = Float64Array.from({ length: size * size }, source.normal);
  const turned = root.map((_, at) => root[(at % size) * size + Math.floor(at / size)]!);
  const matrix = product(root, turned, size);
  const inverse = inverseRoot(matrix, size, 0);
  const identity = product(product(inverse, inverse, size), matrix, size);
  for (let at = 0; at < size * size; at++) {
    const wanted = at % (size + 1) === 0 ? 1 : 0;
    assert.ok(Math.abs(identity[at]! - wanted) < 1e-8, `${at}: ${identity[at]}`);
  }
});

test('the floor bounds the inverse root of a singular matrix', () => {
  const inverse = inverseRoot(new Float64Array(4), 2, 0.25);
  assert.deepEqual([...inverse], [2, 0, 0, 2]);
});

test('whitened patches vary about equally in all directions', () => {
  const faces = tinyFaces(200);
  const matrix = whitening(faces, 4);
  const variance = (row: ArrayLike<number>) => {
    let [sum, squares, count] = [0, 0, 0];
    for (let image = 0; image < faces.count; image++)
      for (const corner of [0, 4, 32, 36]) {
        let value = 0;
        for (let i = 0; i < 16; i++) {
          const pixel = image * 64 + corner + Math.floor(i / 4) * 8 + (i % 4);
          value += row[i]! * normalisedGrey(faces.grey[pixel]!);
        }
        sum += value;
        squares += value * value;
        count++;
      }
    return squares / count - (sum / count) ** 2;
  };
  const brightness = new Float32Array(16).fill(0.25);
  const edge = Float32Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 0.25 : -0.25));
  const before = variance(brightness) / variance(edge);
  whiten(brightness, matrix);
  whiten(edge, matrix);
  const after = variance(brightness) / variance(edge);
  assert.ok(before > 20, `${before}`);
  assert.ok(after < 4 && after > 0.25, `${after}`);
});
