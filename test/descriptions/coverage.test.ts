// Classes without a description, and descriptions without a class.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coverage } from '../../src/descriptions/coverage.ts';

test('finds nothing where all classes are described', () => {
  assert.deepEqual(coverage(['anger', 'awe'], ['awe', 'anger']), { missing: [], unused: [] });
});

test('finds what is missing and what is unused', () => {
  assert.deepEqual(coverage(['anger', 'awe'], ['anger', 'boredom']), {
    missing: [{ name: 'awe' }],
    unused: ['boredom'],
  });
});

test('suggests which unused name may be meant', () => {
  assert.deepEqual(coverage(['boredom', 'anger'], ['anger', 'bordom']).missing, [{ name: 'boredom', meant: 'bordom' }]);
});
