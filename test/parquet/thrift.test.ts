// Thrift's compact protocol by hand, and damaged.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOf, readStruct, structsOf, textOf } from '../../src/parquet/thrift.ts';

const read = (...bytes: number[]) => readStruct({ bytes: Uint8Array.from(bytes), at: 0 });

test('fields of every kind that Parquet uses', () => {
  const fields = read(
    ...[0x11, 0x12], // 1: yes, 2: no
    ...[0x15, 0x07], // 3: -4
    ...[0x16, 0x80, 0x01], // 4: 64
    ...[0x18, 2, 0x68, 0x69], // 5: "hi"
    ...[0x19, 0x25, 2, 4], // 6: 1 and 2
    ...[0x1c, 0x15, 2, 0], // 7: a struct of 1
    ...[0x17, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f], // 8: 1.0
    ...[0x13, 0xff], // 9: -1
    ...[0x05, 0x80, 0x02, 2], // 128: 1
    ...[0x19, 0x22, 1, 2], // 129: yes and no
    0,
  );
  assert.deepEqual(
    [...fields].map(([field, value]) => [field, value instanceof Map ? [...value] : value]),
    [
      [1, true],
      [2, false],
      [3, -4],
      [4, 64],
      [5, Uint8Array.of(0x68, 0x69)],
      [6, [1, 2]],
      [7, [[1, 1]]],
      [8, 1],
      [9, -1],
      [128, 1],
      [129, [true, false]],
    ],
  );
  assert.equal(textOf(fields.get(5)), 'hi');
  assert.equal(countOf(fields, 4), 64);
  assert.throws(() => countOf(fields, 3), /field 3 of its metadata is missing or of another kind/);
  assert.throws(() => structsOf(fields, 6), /field 6/);
});

test('no count is believed, no nesting followed to the end, no number rounded', () => {
  assert.throws(() => read(), /declares 1 bytes but has 0/);
  assert.throws(() => read(0x15), /declares 1 bytes but has 0/);
  assert.throws(() => read(0x18, 0xff, 0xff, 0xff, 0xff, 0x0f, 1), /declares 4294967295 bytes but has 1/);
  assert.throws(() => read(0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x0f, 2, 2), /but has 0/);
  assert.throws(() => read(0x1b, 0), /a field of kind 11/);
  assert.throws(() => read(...new Array<number>(1000).fill(0x1c)), /nested too deep/);
  assert.throws(() => read(0x19, ...new Array<number>(1000).fill(0x19)), /nested too deep/);
  assert.throws(() => read(0x16, ...new Array<number>(9).fill(0xff), 1, 0), /declares -\d+/);
  assert.throws(() => read(0x16, ...new Array<number>(12).fill(0xff)), /does not end/);
});
