import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showValue } from '../../src/core/show-value.ts';

test('shows values as JSON, and the absence of one', () => {
  assert.deepEqual(['ten', [1, 2], null, undefined].map(showValue), ['"ten"', '[1,2]', 'null', 'missing']);
});

test('cuts what is longer than a line', () => {
  const shown = showValue('x'.repeat(100_000));
  assert.equal(shown, `"${'x'.repeat(119)}...`);
});

test('says of what JSON cannot write that it cannot be shown', () => {
  const circle: unknown[] = [];
  circle.push(circle);
  assert.equal(showValue(circle), 'a value that cannot be shown');
  let deep: unknown = 0;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  assert.equal(showValue(deep), 'a value that cannot be shown');
  assert.equal(showValue(1n), 'a value that cannot be shown');
});
