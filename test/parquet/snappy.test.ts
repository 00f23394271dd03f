// Snappy by hand and against another program's packing; packed bytes that are damaged.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { unpackSnappy } from '../../src/parquet/snappy.ts';

test('literals and copies, one that reaches into itself among them', () => {
  // "abc", then seven bytes from three back.
  assert.deepEqual(unpackSnappy(Uint8Array.of(10, 0b1000, 97, 98, 99, 0b1101, 3), 10), text('abcabcabca'));
  // A copy whose distance takes two bytes, and one of four.
  assert.deepEqual(unpackSnappy(Uint8Array.of(5, 0b1000, 97, 98, 99, 0b110, 3, 0), 5), text('abcab'));
  assert.deepEqual(unpackSnappy(Uint8Array.of(5, 0b1000, 97, 98, 99, 0b111, 2, 0, 0, 0), 5), text('abcbc'));
  // A literal whose length takes a byte.
  const long = new Uint8Array(100).fill(7);
  assert.deepEqual(unpackSnappy(Uint8Array.of(100, 60 << 2, 99, ...long), 100), long);
});

test('what another program packed', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.nat(3000)).map(([part, length]) => {
      const whole = new Uint8Array(length);
      return whole.map((_, at) => part[at % part.length]!);
    }),
  );
  fc.assert(
    fc.property(bytes, (whole) => {
      assert.deepEqual(unpackSnappy(snappyCompress(whole), whole.length), whole);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('refuses what stands for more, for fewer, or for what is not there', () => {
  const refused = (bytes: readonly number[], length: number, message: RegExp) =>
    assert.throws(() => unpackSnappy(Uint8Array.from(bytes), length), message);
  refused([3, 0b1000, 97, 98, 99], 4, /declares 3 and 4/);
  refused([4, 0b1000, 97, 98, 99], 4, /shorter than it declares/);
  refused([2, 0b1000, 97, 98, 99], 2, /longer than it declares/);
  refused([3, 0b1000, 97], 3, /declares 3 bytes but has 1/);
  refused([8, 0b1000, 97, 98, 99, 0b1, 4], 7, /declares 8 and 7/);
  refused([7, 0b1000, 97, 98, 99, 0b1, 4], 7, /copies bytes that it does not hold/);
  refused([7, 0b1000, 97, 98, 99, 0b1, 0], 7, /copies bytes that it does not hold/);
  refused([255, 255, 255, 255, 7, 0], 2 ** 31 - 1, /a page of 6 bytes declares 2147483647/);
  // A length of four bytes with its highest bit set, which would lead back where it came from.
  refused([9, 63 << 2, 250, 255, 255, 255, 1, 2, 3], 9, /declares 4294967291 bytes/);
});

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
