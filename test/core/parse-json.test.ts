import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseJson } from '../../src/core/parse-json.ts';

test('gives what JSON.parse gives, for any value of ordinary depth', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      assert.deepEqual(parseJson(text), JSON.parse(text));
    }),
  );
});

test('keeps a key called __proto__ as a key', () => {
  const value = parseJson('{"__proto__":{"a":1}}') as object;
  assert.deepEqual(Object.keys(value), ['__proto__']);
  assert.equal((value as { a?: number }).a, undefined);
});

test('refuses text that is no JSON as JSON.parse does', () => {
  assert.throws(() => parseJson('{"a":'), SyntaxError);
  // What it quotes stays on one line.
  assert.throws(() => parseJson('no\njson\r\nat all'), { name: 'SyntaxError', message: /^[^\n\r]*no json at all/ });
});

test('takes a hundred levels and refuses one more, as well as a hundred thousand', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  assert.ok(Array.isArray(parseJson(nested(100))));
  for (const depth of [101, 100_000]) {
    assert.throws(() => parseJson(nested(depth)), {
      name: 'SyntaxError',
      message: 'values are nested more than 100 levels deep',
    });
  }
  assert.throws(() => parseJson(`${'{"a":'.repeat(101)}1${'}'.repeat(101)}`), SyntaxError);
});
