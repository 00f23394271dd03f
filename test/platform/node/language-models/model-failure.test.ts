// Failures told: what a user sees, when to ask again, and never a key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { failureOf, redacted, retryAfter } from '../../../../src/platform/node/language-models/model-failure.ts';

const call = (statusCode: number, message: string, rest: object = {}) =>
  Object.assign(new Error(message), { statusCode, ...rest });

test('retries transient errors, not permanent ones', () => {
  const retried = [408, 409, 425, 429, 500, 502, 503, 529];
  for (const status of retried) assert.equal(failureOf(call(status, 'x'), []).retry, true, String(status));
  for (const status of [400, 401, 402, 403, 404, 413, 422]) {
    assert.deepEqual(failureOf(call(status, 'x'), []), {
      failure: `HTTP ${status}: x`,
      retry: false,
      after: undefined,
    });
  }
});

test('does not retry when the quota is exhausted, though the server says it is busy', () => {
  const responseBody = '{"error":{"code":"insufficient_quota"}}';
  assert.equal(failureOf(call(429, 'quota', { responseBody }), []).retry, false);
});

test('names the innermost cause once', () => {
  const error = new Error('fetch failed', { cause: new Error('connect ECONNREFUSED') });
  assert.equal(failureOf(error, []).failure, 'no reply (fetch failed: connect ECONNREFUSED)');
  const repeated = new Error('Cannot connect: gone', { cause: new Error('gone') });
  assert.equal(failureOf(repeated, []).failure, 'no reply (Cannot connect: gone)');
  assert.equal(failureOf('odd', []).failure, 'no reply (odd)');
  assert.equal(failureOf(undefined, []).failure, 'no reply (undefined)');
});

test('makes one short line of whatever a server sends', () => {
  const { failure } = failureOf(call(400, `\u001b[2Jbad\n\n${'x'.repeat(1000)}`), []);
  assert.match(failure, /^HTTP 400: \[2Jbad x{200,}\.\.\.$/);
});

test('cuts no key in half, so that its first half would show', () => {
  const key = 'sk-0123456789abcdef';
  for (let before = 270; before < 310; before++) {
    const { failure } = failureOf(call(401, `${'x'.repeat(before)}${key}`), [key]);
    assert.ok(!failure.includes('sk-'), failure);
  }
});

test('reads how long to wait: seconds, milliseconds, or a date by the clock of the server, whatever that here says', () => {
  const date = 'Thu, 01 Jan 2026 00:00:00 GMT';
  assert.equal(retryAfter({ 'retry-after': '7' }), 7);
  assert.equal(retryAfter({ 'retry-after': '0' }), 0);
  assert.equal(retryAfter({ date, 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }), 9);
  assert.equal(retryAfter({ date, 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }), 0);
  assert.equal(retryAfter({ 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }), undefined);
  assert.equal(retryAfter({ 'retry-after': '20', 'retry-after-ms': '1500' }), 1.5);
  assert.equal(retryAfter({ date, 'retry-after': 'soon' }), undefined);
  assert.equal(retryAfter({ date, 'retry-after': '-3', 'retry-after-ms': '-1' }), undefined);
  assert.equal(retryAfter({}), undefined);
});

test('leaves no secret in any text', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9-]{8,20}$/);
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (key, before, after) => {
      const shown = redacted(`${before}${key}${after}${key}`, [key]);
      assert.ok(!shown.includes(key));
      assert.ok(!failureOf(call(401, `${before}${key}`), [key]).failure.includes(key));
    }),
  );
  assert.equal(redacted('as it is', ['']), 'as it is');
});
