// Asserts that a promise is refused with an error of our family, and gives that error back.
import assert from 'node:assert/strict';
import { type ErrorCode, MpaferError } from '../../src/core/errors.ts';

export async function refuses(promise: Promise<unknown>, code: ErrorCode, message: RegExp): Promise<MpaferError> {
  const error = await promise.then(
    () => assert.fail('nothing was refused'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof MpaferError, `not of the family: ${String(error)}`);
  assert.equal(error.code, code);
  assert.match(error.message, message);
  assert.doesNotMatch(error.message, /\.$/);
  return error;
}
