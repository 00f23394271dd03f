// Damaged files: only MpaferError, never another error, never a hang, never a tensor outside the file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { MpaferError } from '../../src/core/errors.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { readTensor } from '../../src/safetensors/tensor.ts';
import { fileOf } from './file-of.ts';

const whole = new Uint8Array(readFileSync(new URL('../golden/safetensors/every-type.safetensors', import.meta.url)));

/** Reads all that can be read. True when the file was accepted. */
function readAll(bytes: Uint8Array): boolean {
  const attempt = (action: () => void): boolean => {
    try {
      action();
      return true;
    } catch (error) {
      if (error instanceof MpaferError && error.code === 'safetensors') return false;
      throw error;
    }
  };
  return attempt(() => {
    const header = parseHeader(bytes, bytes.length, 'fuzz');
    let covered = 8 + header.headerLength;
    for (const [name, { begin, end }] of header.tensors) {
      assert.ok(begin >= 8 + header.headerLength && end <= bytes.length);
      covered += end - begin;
      attempt(() => readTensor(bytes, header, name));
    }
    assert.equal(covered, bytes.length);
  });
}

test('survives changed, cut, lengthened and repeated bytes', () => {
  const change = fc.record({ at: fc.nat(whole.length - 1), value: fc.nat(255) });
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), fc.integer({ min: -40, max: 40 }), (changes, longer) => {
      const bytes = new Uint8Array(whole.length + longer);
      bytes.set(whole.subarray(0, bytes.length));
      for (const { at, value } of changes) if (at < bytes.length) bytes[at] = value;
      if (readAll(bytes)) accepted++;
    }),
    { numRuns: 3000 },
  );
  assert.ok(accepted > 0);
});

/** Values that stress a number's limits, as JSON texts. */
const numbers = fc.oneof(
  fc.nat(40).map(String),
  fc.constantFrom(
    '-1',
    '-0',
    '1.0',
    '1e2',
    '1e999',
    '4294967296',
    '9007199254740991',
    '9007199254740992',
    '18446744073709551616',
  ),
);
const junk = fc.oneof(
  fc.json({ maxDepth: 5 }),
  numbers,
  fc.constantFrom('', '[', '"', '\\', '"\\ud800"', '{"a":1,"a":2}'),
);
const list = (min: number, max: number) =>
  fc.array(numbers, { minLength: min, maxLength: max }).map((items) => `[${items.join(',')}]`);
const often = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: usual, weight: 8 }, { arbitrary: rare, weight: 1 });

const entries = fc
  .tuple(
    often(fc.constantFrom('"F32"', '"U8"', '"BF16"', '"F4"', '"F8_E4M3"'), junk),
    often(list(0, 3), junk),
    often(list(2, 2), junk),
    often(fc.constantFrom('data_offsets'), fc.constantFrom('shape', 'dtype', 'offsets', '__proto__')),
  )
  .map(([dtype, shape, offsets, last]) => `{"dtype":${dtype},"shape":${shape},"${last}":${offsets}}`);
const keys = fc.constantFrom('a', 'b', 'c', 'd', '__metadata__', '__proto__', '\\u0061', 'toString');

test('survives headers that are almost right', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(keys, often(entries, junk)), { maxLength: 4 }),
      fc.nat(60),
      often(fc.constant(undefined), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
      (fields, dataLength, length) => {
        const header = `{${fields.map(([key, value]) => `"${key}":${value}`).join(',')}}`;
        readAll(fileOf(header, dataLength, length));
      },
    ),
    { numRuns: 4000 },
  );
});

test('accepts exactly the layouts that cover the data once', () => {
  // Offsets drawn from few values, so that right layouts occur; the rule is told here in another way: count each byte's owners.
  const span = fc.tuple(fc.nat(4), fc.nat(4));
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(span, { maxLength: 3 }), fc.nat(4), (spans, dataLength) => {
      const header = Object.fromEntries(
        spans.map(([begin, end], index) => [
          `t${index}`,
          { dtype: 'U8', shape: [Math.abs(end - begin)], data_offsets: [begin, end] },
        ]),
      );
      const owners = new Uint8Array(dataLength);
      for (const [begin, end] of spans) for (let at = begin; at < end; at++) if (at < dataLength) owners[at]!++;
      const inside = spans.every(([begin, end]) => begin <= end && end <= dataLength);
      // An empty tensor owns no byte, but must not begin inside another.
      const split = spans.some(([at]) => spans.some(([begin, end]) => begin < at && at < end));
      const right = inside && !split && owners.every((count) => count === 1);
      if (right) accepted++;
      assert.equal(readAll(fileOf(JSON.stringify(header), dataLength)), right);
    }),
    { numRuns: 3000 },
  );
  assert.ok(accepted > 20);
});
