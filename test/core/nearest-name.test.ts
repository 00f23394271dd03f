import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestName } from '../../src/core/nearest-name.ts';

const known = ['ferplus', 'fer2013', 'folder', 'ck48'];

test('finds the name that was meant', () => {
  for (const typed of ['ferplu', 'FERPlus', 'ferpuls', 'ferrplus']) assert.equal(nearestName(typed, known), 'ferplus');
  assert.equal(nearestName('ck84', known), 'ck48');
  assert.equal(nearestName('foldre', known), 'folder');
});

test('stays silent about a name far from all', () => {
  assert.equal(nearestName('imagenet', known), undefined);
  assert.equal(nearestName('', known), undefined);
  assert.equal(nearestName('x', []), undefined);
});
