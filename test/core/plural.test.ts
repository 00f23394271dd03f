import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nounFor, plural } from '../../src/core/plural.ts';

test('one is singular, and nothing and many are plural', () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => plural(count, 'face')),
    ['0 faces', '1 face', '2 faces'],
  );
  assert.equal(plural(1, 'class', 'classes'), '1 class');
  assert.equal(plural(2, 'face is', 'faces are'), '2 faces are');
  assert.equal(nounFor(1, 'face'), 'face');
});
