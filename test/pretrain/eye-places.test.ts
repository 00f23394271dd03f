import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eyePlaces, eyesAt } from '../../src/pretrain/batches/eye-places.ts';

const level = (x: number, y: number, apart: number) => ({
  left: { x: x - apart / 2, y },
  right: { x: x + apart / 2, y },
});

test('eyes that were found stay where they are', () => {
  const places = eyePlaces([level(24, 19, 17), { left: { x: 14, y: 18 }, right: { x: 32, y: 22 } }], 48);
  assert.deepEqual(eyesAt(places, 0), level(24, 19, 17));
  assert.deepEqual(eyesAt(places, 1), { left: { x: 14, y: 18 }, right: { x: 32, y: 22 } });
});

test('where no face was found, eyes are level at the medians of the others', () => {
  const places = eyePlaces([level(23, 18, 16), undefined, level(25, 20, 20), level(24, 19, 17)], 48);
  assert.deepEqual(eyesAt(places, 1), level(24, 19, 17));
});

test('eyes that cannot be those of the face are not used', () => {
  const impossible = [
    level(24, 19, 3),
    level(24, 19, 40),
    level(4, 19, 17),
    level(24, 44, 17),
    { left: { x: 24, y: 10 }, right: { x: 25, y: 28 } },
    { left: { x: 32, y: 19 }, right: { x: 16, y: 19 } },
  ];
  const places = eyePlaces([level(24, 20, 16), ...impossible], 48);
  for (let face = 0; face <= impossible.length; face++) assert.deepEqual(eyesAt(places, face), level(24, 20, 16));
});

test("without any face, eyes are where FERPlus' mostly are", () => {
  const { left, right } = eyesAt(eyePlaces([undefined], 100), 0);
  assert.ok(Math.abs((left.x + right.x) / 2 - 50) < 1e-4 && Math.abs(left.y - 39.3) < 1e-4);
  assert.ok(Math.abs(right.x - left.x - 36) < 1e-4 && left.y === right.y);
});
