import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorCodes, MpaferError } from '../../src/core/errors.ts';

test('is an error with a code, a message and a name of its own', () => {
  const error = new MpaferError('label', 'Cannot read "labels.txt" line 118: label is 9; expected 1-7');
  assert.ok(error instanceof Error);
  assert.deepEqual([error.name, error.code, error.hint, error.cause], ['MpaferError', 'label', undefined, undefined]);
  assert.equal(String(error), 'MpaferError: Cannot read "labels.txt" line 118: label is 9; expected 1-7');
  assert.match(error.stack!, /errors\.test/);
});

test('carries a hint and a cause, and has no cause where none is given', () => {
  const cause = new Error('ENOSPC');
  const error = new MpaferError('disk', 'Cannot write', { hint: 'Make room', cause });
  assert.equal(error.hint, 'Make room');
  assert.equal(error.cause, cause);
  assert.ok(!Object.hasOwn(new MpaferError('disk', 'Cannot write'), 'cause'));
});

test('has codes that can be names of pages, each once and in order', () => {
  assert.deepEqual([...new Set(errorCodes)].sort(), errorCodes);
  for (const code of errorCodes) assert.match(code, /^[a-z]+(-[a-z]+)*$/);
});
