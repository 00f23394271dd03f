// Runs and packed groups by hand, against another program's packing, and damaged.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteWriter } from 'hyparquet-writer';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import { readRuns } from '../../src/parquet/runs.ts';

test('the example of the format: 0 to 7 in three bits, and a run', () => {
  assert.deepEqual([...readRuns(Uint8Array.of(3, 0x88, 0xc6, 0xfa), 3, 8)], [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual([...readRuns(Uint8Array.of(6, 0x34, 0x12, 2, 1, 0), 13, 4)], [0x1234, 0x1234, 0x1234, 1]);
  // Numbers of no bits take none.
  assert.deepEqual([...readRuns(Uint8Array.of(10), 0, 5)], [0, 0, 0, 0, 0]);
});

test('what another program packed, of every width', () => {
  const cases = fc.integer({ min: 1, max: 24 }).chain((width) =>
    fc.record({
      width: fc.constant(width),
      numbers: fc
        .array(fc.tuple(fc.nat(2 ** width - 1), fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 40 })
        .map((runs) => runs.flatMap(([value, times]) => new Array<number>(times).fill(value))),
    }),
  );
  fc.assert(
    fc.property(cases, ({ width, numbers }) => {
      const writer = new ByteWriter();
      writeRleBitPackedHybrid(writer, numbers, width);
      assert.deepEqual([...readRuns(new Uint8Array(writer.getBytes()), width, numbers.length)], numbers);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('refuses what ends before its numbers, and takes no more of a run than is asked for', () => {
  assert.throws(() => readRuns(Uint8Array.of(), 1, 1), /declares 1 bytes but has 0/);
  assert.throws(() => readRuns(Uint8Array.of(3, 0x88), 3, 8), /packed numbers are cut short/);
  assert.throws(() => readRuns(Uint8Array.of(4, 1), 1, 3), /declares 1 bytes but has 0/);
  assert.throws(() => readRuns(Uint8Array.of(2, 1), 33, 1), /numbers of 33 bits/);
  // Runs of none at all are gone past.
  assert.deepEqual([...readRuns(Uint8Array.of(0, 9, 0, 9, 2, 1), 1, 1)], [1]);
  // 2^40 of one number, of which three are wanted.
  assert.deepEqual([...readRuns(Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x40, 1), 1, 3)], [1, 1, 1]);
});
