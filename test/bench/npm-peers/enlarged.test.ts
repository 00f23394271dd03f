import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { enlarged } from '../../../bench/npm-peers/enlarged.ts';

test('a single-colour image keeps its colour in planes from 0 to 1', () => {
  const data = Uint8Array.from({ length: 12 }, (_, index) => [255, 51, 0][index % 3]!);
  const planes = enlarged({ width: 2, height: 2, data }, 4);
  assert.equal(planes.length, 48);
  for (const [plane, value] of [1, 0.2, 0].entries())
    for (const found of planes.subarray(plane * 16, plane * 16 + 16)) assert.ok(Math.abs(found - value) < 1e-6);
});

test('doubling the width gives OpenCV values: quarter positions between pixel centres, borders replicated', () => {
  const data = new Uint8Array([0, 0, 0, 200, 200, 200]);
  const planes = enlarged({ width: 2, height: 1, data }, 4);
  const row = Array.from(planes.subarray(0, 4), (value) => Math.round(value * 255));
  assert.deepEqual(row, [0, 50, 150, 200]);
});

test('resizing to the same size changes nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 27, maxLength: 27 }), (data) => {
      const planes = enlarged({ width: 3, height: 3, data }, 3);
      for (let pixel = 0; pixel < 9; pixel++)
        for (let channel = 0; channel < 3; channel++)
          assert.equal(Math.round(planes[channel * 9 + pixel]! * 255), data[3 * pixel + channel]);
    }),
  );
});
