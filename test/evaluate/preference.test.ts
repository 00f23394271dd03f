// The better recogniser where a difference is shown, the smaller one elsewhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { preference } from '../../src/evaluate/preference.ts';
import { compareModels } from '../../src/metrics/model-comparison.ts';

/** Of n faces of one class against another, the second model is right on `gained` that the first misses, and the reverse on `lost`. */
function compared(n: number, gained: number, lost: number, groups?: readonly string[]) {
  const labels = Array.from({ length: n }, (_, face) => face % 2);
  const other = (face: number) => 1 - labels[face]!;
  const first = labels.map((label, face) => (face < gained ? other(face) : label));
  const second = labels.map((label, face) => (face >= gained && face < gained + lost ? other(face) : label));
  return compareModels({ classes: ['happy', 'sad'], labels, first, second, groups }, random(1));
}

test('a clear difference decides, whatever the sizes', () => {
  assert.deepEqual(preference(compared(200, 40, 2), [1, 100]), { prefer: 'second', because: 'accuracy' });
  assert.deepEqual(preference(compared(200, 2, 40), [100, 1]), { prefer: 'first', because: 'accuracy' });
});

test('without one the smaller is preferred, and neither where they are as small', () => {
  assert.deepEqual(preference(compared(200, 11, 9), [10, 3]), { prefer: 'second', because: 'size' });
  assert.deepEqual(preference(compared(200, 11, 9), [3, 10]), { prefer: 'first', because: 'size' });
  assert.deepEqual(preference(compared(200, 0, 0), [3, 3]), { prefer: undefined, because: 'size' });
});

test('a difference that comes from two people is none', () => {
  const n = 200;
  const groups = Array.from({ length: n }, (_, face) => (face < 12 ? 'one' : face < 24 ? 'two' : `person ${face}`));
  const faces = compared(n, 12, 0, groups);
  assert.ok(faces.mcnemar.p < 0.05);
  assert.deepEqual(preference(faces, [1, 2]), { prefer: 'first', because: 'size' });
});
