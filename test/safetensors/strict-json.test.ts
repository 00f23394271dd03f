// The header's JSON reader against JSON.parse, and where it is stricter.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseStrictJson, type StrictJson } from '../../src/safetensors/strict-json.ts';

/** Maps back to plain objects without a prototype, as fast-check makes them. */
const plain = (value: StrictJson): unknown => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  return Array.isArray(value) ? value.map(plain) : value;
};

const scalars = fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
const trees = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalars, fc.array(tie('value')), fc.dictionary(fc.string(), tie('value'))),
})).value;

test('reads whatever JSON.stringify writes, with or without space', () => {
  fc.assert(
    fc.property(trees, fc.constantFrom(0, 1, '\t'), (tree, space) => {
      const text = JSON.stringify(tree, null, space);
      assert.deepEqual(plain(parseStrictJson(text, 100)), JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

test('accepts nothing that JSON.parse refuses', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"',
    '\\',
    '0',
    '1',
    '-',
    '.',
    'e',
    'true',
    'nul',
    ' ',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      try {
        parseStrictJson(text, 100);
      } catch (error) {
        assert.ok(error instanceof SyntaxError);
        return;
      }
      JSON.parse(text);
    }),
    { numRuns: 5000 },
  );
});

test('makes not-a-number of numbers that are no plain integers', () => {
  assert.deepEqual(parseStrictJson('[1, -2, 1.0, 1e3]', 1), [1, -2, Number.NaN, Number.NaN]);
});

test('keeps every key apart from the language', () => {
  const value = parseStrictJson('{"__proto__": 1, "constructor": 2}', 1) as ReadonlyMap<string, StrictJson>;
  assert.deepEqual(
    [...value],
    [
      ['__proto__', 1],
      ['constructor', 2],
    ],
  );
});

test('refuses repeated keys, half characters, control characters and depth', () => {
  assert.throws(() => parseStrictJson('{"a":1,"\\u0061":2}', 1), /key "a" is repeated at character/);
  assert.throws(() => parseStrictJson('"\\ud800"', 1), /half a character/);
  assert.throws(() => parseStrictJson('"\n"', 1), /control character/);
  assert.throws(() => parseStrictJson('"\\x"', 1), /unknown escape/);
  assert.throws(() => parseStrictJson('[[1]]', 1), /deeper than 1 levels/);
  assert.throws(() => parseStrictJson('"abc', 1), /does not end/);
  assert.throws(() => parseStrictJson('"abc\\', 1), /does not end/);
});
