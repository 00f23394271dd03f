// When the studio warns that classes are lopsided.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classBalance } from '../../../web/src/rooms/teach/class-balance.ts';

const classes = [{ name: 'calm' }, { name: 'glad' }, { name: 'wink' }];
const faces = (label: string, count: number, people: number) =>
  Array.from({ length: count }, (_, index) => ({
    path: `${label} ${index}`,
    label,
    person: `p${index % people}`,
    burst: undefined,
  }));

test('a class with a fifth of the largest, and one of a single person, are named', () => {
  const { scarce, largest, alone } = classBalance(classes, [
    ...faces('calm', 20, 4),
    ...faces('glad', 4, 2),
    ...faces('wink', 5, 1),
  ]);
  assert.deepEqual(scarce, [{ name: 'glad', faces: 4 }]);
  assert.deepEqual(largest, { name: 'calm', faces: 20 });
  assert.deepEqual(alone, ['wink']);
});

test('a few faces, and classes that have none yet, are no reason for a warning', () => {
  assert.deepEqual(classBalance(classes, faces('calm', 9, 1)), { scarce: [], largest: undefined, alone: [] });
  assert.deepEqual(classBalance(classes, faces('calm', 30, 3)).scarce, []);
  assert.deepEqual(classBalance([], []), { scarce: [], largest: undefined, alone: [] });
});
