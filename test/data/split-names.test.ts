import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitNamed } from '../../src/data/split-names.ts';

test('knows the names in use', () => {
  const known = {
    train: ['train', 'Train', 'TRAINING', 'train_set', ' training set '],
    valid: ['valid', 'val', 'Validation', 'val_set', 'valid_set', 'dev', 'PublicTest'],
    test: ['test', 'Testing', 'test_set', 'PrivateTest'],
  };
  for (const [split, names] of Object.entries(known))
    for (const name of names) assert.equal(splitNamed(name), split, name);
});

test('knows no others', () => {
  for (const name of ['', 'trainer', 'happy', 'constructor', '1', 'set'])
    assert.equal(splitNamed(name), undefined, name);
});
