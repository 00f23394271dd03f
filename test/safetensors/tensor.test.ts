// Numbers out of files that the reference library wrote, and refusals.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MpaferError } from '../../src/core/errors.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { readTensor } from '../../src/safetensors/tensor.ts';
import { weightFileOf } from '../../src/safetensors/weight-file.ts';
import { entry, fileOf } from './file-of.ts';

const golden = new Uint8Array(readFileSync(new URL('../golden/safetensors/every-type.safetensors', import.meta.url)));

const expected: Record<string, [string, number[], (number | bigint)[]]> = {
  '10': ['int64', [3], [0n, 1n, 2n]],
  '9': ['int64', [1], [5n]],
  a: ['int8', [3], [-1, 0, 7]],
  b: ['float16', [2], [0x3c00, 0x3c00]],
  d: ['float64', [], [0.1]],
  i: ['int32', [2], [-9, 9]],
  none: ['float32', [0, 3], []],
  t: ['bool', [3], [1, 0, 1]],
  u: ['uint8', [2], [0, 255]],
  'é"': ['float32', [1, 1], [1.5]],
};

test('reads every type of a file by the reference writer', () => {
  const header = parseHeader(golden, golden.length, 'golden');
  assert.deepEqual([...header.tensors.keys()].sort(), Object.keys(expected).sort());
  for (const [name, [type, shape, values]] of Object.entries(expected)) {
    const array = readTensor(golden, header, name);
    assert.deepEqual([array.type, array.shape, [...array.data]], [type, shape, values], name);
  }
});

test('is a view where the bytes are aligned and a copy where they are not', () => {
  for (const shift of [0, 1, 2, 3, 4, 5, 6, 7]) {
    const moved = new Uint8Array(golden.length + shift).subarray(shift);
    moved.set(golden);
    const header = parseHeader(moved, moved.length, 'moved');
    const { data } = readTensor(moved, header, 'd');
    assert.deepEqual(data, Float64Array.of(0.1));
    assert.equal(data.buffer === moved.buffer, shift === 0);
  }
});

test('names a tensor that is not there', () => {
  const { header } = weightFileOf(golden, 'x.safetensors');
  assert.throws(
    () => readTensor(golden, header, 'absent', 'x.safetensors'),
    new MpaferError('safetensors', 'Cannot read "x.safetensors": it has no tensor "absent"'),
  );
});

test('refuses a type that it cannot hold only when that tensor is asked for', () => {
  const file = weightFileOf(fileOf(`{"a":${entry('U8', [1], 0, 1)},"b":${entry('F8_E5M2', [1], 1, 2)}}`, 2), 'f8');
  assert.equal(readTensor(file.source as Uint8Array, file.header, 'a').data[0], 0);
  assert.throws(
    () => readTensor(file.source as Uint8Array, file.header, 'b', 'f8'),
    /"b" has dtype F8_E5M2, which is not supported/,
  );
});

test('refuses bytes that end before the tensor does', () => {
  const { header } = weightFileOf(golden, 'x');
  assert.throws(() => readTensor(golden.subarray(0, golden.length - 1), header, 't'), /bytes were handed over/);
});
