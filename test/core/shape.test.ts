import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { broadcastShapes, numericSize, positiveAxis, type Shape, sameShape, showShape } from '../../src/core/shape.ts';

const shapes = fc.array(fc.constantFrom<number | 'B'>(1, 2, 3, 'B'), { maxLength: 4 });

test('shows a shape as it is written in the documents', () => {
  assert.equal(showShape(['B', 3, 224, 224]), '[B, 3, 224, 224]');
  assert.equal(showShape([]), '[]');
});

test('tells equal shapes from others', () => {
  assert.ok(sameShape(['B', 2], ['B', 2]));
  assert.ok(sameShape([], []));
  for (const other of [['B', 3], ['B'], ['B', 2, 1], [2, 'B'], [1, 2]] as Shape[])
    assert.ok(!sameShape(['B', 2], other));
});

test('counts axes from the back too, and refuses those that are not there', () => {
  assert.equal(positiveAxis(0, 3, 'x'), 0);
  assert.equal(positiveAxis(-1, 3, 'x'), 2);
  assert.equal(positiveAxis(-3, 3, 'x'), 0);
  for (const axis of [3, -4, 0.5, Number.NaN]) {
    assert.throws(() => positiveAxis(axis, 3, 'softmax'), {
      code: 'shape',
      message: `Cannot apply softmax to axis ${axis}: the tensor has 3 axes`,
    });
  }
  assert.throws(() => positiveAxis(0, 0, 'x'), { code: 'shape' });
});

test('stretches lengths of 1, aligned at the last axis', () => {
  assert.deepEqual(broadcastShapes([2, 3], [3], 'add'), [2, 3]);
  assert.deepEqual(broadcastShapes([2, 1], [1, 3], 'add'), [2, 3]);
  assert.deepEqual(broadcastShapes([], [2, 3], 'add'), [2, 3]);
  assert.deepEqual(broadcastShapes(['B', 1, 4], [7, 1], 'add'), ['B', 7, 4]);
  assert.deepEqual(broadcastShapes(['B'], [1], 'add'), ['B']);
});

test('never takes the batch for a number', () => {
  assert.throws(() => broadcastShapes(['B', 3], [2, 3], 'add'), {
    code: 'shape',
    message: 'Cannot add shapes [B, 3] and [2, 3]: axis -2 is B and 2; expected equal lengths or 1',
  });
});

test('stretches either way alike; to itself and to a scalar a shape stays as it is', () => {
  const attempt = (a: Shape, b: Shape): Shape | undefined => {
    try {
      return broadcastShapes(a, b, 'add');
    } catch {
      return undefined;
    }
  };
  fc.assert(
    fc.property(shapes, shapes, (a, b) => {
      const both = attempt(a, b);
      assert.deepEqual(attempt(b, a), both);
      assert.deepEqual(attempt(a, a), a);
      assert.deepEqual(attempt(a, []), a);
      // What fits, fits again: nothing more is left to stretch.
      if (both !== undefined) assert.deepEqual(attempt(both, a), both);
    }),
  );
});

test('counts the elements of a shape without a batch only', () => {
  assert.equal(numericSize([2, 3]), 6);
  assert.equal(numericSize([]), 1);
  assert.equal(numericSize([2, 'B']), undefined);
});
