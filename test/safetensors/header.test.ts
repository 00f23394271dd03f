// Every rule of the format, broken once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MpaferError } from '../../src/core/errors.ts';
import { headerLengthOf, parseHeader } from '../../src/safetensors/header.ts';
import { entry, fileOf } from './file-of.ts';

const parse = (bytes: Uint8Array) => parseHeader(bytes, bytes.length, 'a.safetensors');

const refuses = (bytes: Uint8Array, message: RegExp) =>
  assert.throws(
    () => parse(bytes),
    (error) => {
      assert.ok(error instanceof MpaferError, String(error));
      assert.equal(error.code, 'safetensors');
      assert.match(error.message, /^Cannot read "a\.safetensors": /);
      assert.match(error.message, message);
      return true;
    },
  );

test('reads names, types, shapes and absolute byte offsets', () => {
  const header = `{"a":${entry('F32', [2, 3], 0, 24)},"b":${entry('F16', [], 24, 26)}}`;
  const { tensors, headerLength, metadata } = parse(fileOf(header, 26));
  assert.equal(headerLength, header.length);
  assert.deepEqual(metadata, {});
  assert.deepEqual(
    [...tensors],
    [
      ['a', { dtype: 'F32', shape: [2, 3], begin: 8 + header.length, end: 32 + header.length }],
      ['b', { dtype: 'F16', shape: [], begin: 32 + header.length, end: 34 + header.length }],
    ],
  );
});

test('needs only the header of a longer file', () => {
  const bytes = fileOf(`{"a":${entry('U8', [1000], 0, 1000)}}`, 1000);
  const header = parseHeader(bytes.subarray(0, bytes.length - 1000), bytes.length, 'a');
  assert.equal(header.tensors.get('a')?.end, bytes.length);
  assert.equal(headerLengthOf(bytes.subarray(0, 8), bytes.length, 'a'), header.headerLength);
});

test('reads metadata, whatever its keys are', () => {
  const { metadata } = parse(fileOf('{"__metadata__":{"format":"pt","__proto__":"x"}}'));
  assert.deepEqual(Object.entries(metadata), [
    ['format', 'pt'],
    ['__proto__', 'x'],
  ]);
  assert.deepEqual(parse(fileOf('{"__metadata__":null}')).metadata, {});
});

test('accepts what the reference accepts: no tensor, empty tensors, space behind, unknown fields', () => {
  assert.equal(parse(fileOf('{}')).tensors.size, 0);
  assert.equal(parse(fileOf('{} \n\t ')).tensors.size, 0);
  const empty = `{"a":${entry('U8', [2], 0, 2)},"none":${entry('F64', [0, 3], 2, 2)}}`;
  assert.deepEqual(parse(fileOf(empty, 2)).tensors.get('none')?.shape, [0, 3]);
  const extra = '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"note":[1.5,{"b":true}]}}';
  assert.equal(parse(fileOf(extra, 1)).tensors.size, 1);
});

test('knows types that it cannot hold, smaller than a byte too', () => {
  assert.equal(parse(fileOf(`{"a":${entry('F8_E4M3', [3], 0, 3)}}`, 3)).tensors.get('a')?.dtype, 'F8_E4M3');
  assert.equal(parse(fileOf(`{"a":${entry('F4', [4], 0, 2)}}`, 2)).tensors.get('a')?.dtype, 'F4');
  refuses(fileOf(`{"a":${entry('F4', [3], 0, 2)}}`, 2), /needs 1\.5 bytes, but 2 are stored/);
});

test('refuses a file of less than eight bytes', () => {
  refuses(new Uint8Array(0), /it has 0 bytes/);
  refuses(new Uint8Array(7), /it has 7 bytes/);
});

test('refuses a header that is longer than the file', () => {
  refuses(fileOf('{}', 0, 3n), /header length is 3 bytes, but only 2 bytes follow/);
});

test('refuses a header above the cap, up to the largest length there is', () => {
  refuses(fileOf('{}', 0, 100_000_001n), /expected 100000000 or less/);
  refuses(fileOf('{}', 0, 2n ** 64n - 1n), /header length is 18446744073709551615 bytes/);
});

test('refuses a header that was not handed over as a whole', () => {
  const bytes = fileOf('{}  ', 100);
  assert.throws(() => parseHeader(bytes.subarray(0, 10), bytes.length, 'a'), /only 10 bytes of 12/);
});

test('refuses a header that does not begin with a brace', () => {
  refuses(fileOf(''), /does not begin with "\{"/);
  refuses(fileOf(' {}'), /does not begin/);
  refuses(fileOf('[]'), /does not begin/);
  refuses(fileOf('\ufeff{}'), /does not begin/);
});

test('refuses text that is not UTF-8 or not JSON', () => {
  refuses(fileOf(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), /not UTF-8/);
  refuses(fileOf('{"a"'), /header is not valid: ":" is missing at character 4/);
  refuses(fileOf('{}x'), /something follows the value at character 2/);
});

test('refuses repeated names, in any spelling', () => {
  const a = entry('U8', [0], 0, 0);
  refuses(fileOf(`{"a":${a},"a":${a}}`), /key "a" is repeated/);
  refuses(fileOf(`{"a":${a},"\\u0061":${a}}`), /key "a" is repeated/);
  refuses(fileOf('{"__metadata__":{"k":"1","k":"2"}}'), /key "k" is repeated/);
  refuses(fileOf('{"a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}'), /key "dtype" is repeated/);
});

test('refuses deep nesting before it could exhaust the stack', () => {
  refuses(fileOf(`{"a":${'['.repeat(100_000)}`), /nesting is deeper than 4 levels/);
  refuses(fileOf('{"a":'.repeat(100_000)), /nesting is deeper than 4 levels/);
});

test('refuses metadata that is not text', () => {
  refuses(fileOf('{"__metadata__":[]}'), /"__metadata__" is not an object/);
  refuses(fileOf('{"__metadata__":{"a":1}}'), /metadata "a" is not a string/);
});

test('refuses entries that are no tensors', () => {
  refuses(fileOf('{"a":3}'), /tensor "a" is not an object/);
  refuses(fileOf('{"a":{}}'), /tensor "a" has unknown dtype \(none\)/);
  refuses(fileOf(`{"a":${entry('F31', [], 0, 0)}}`), /unknown dtype "F31"/);
  refuses(fileOf(`{"a":${entry('toString', [], 0, 0)}}`), /unknown dtype "toString"/);
});

test('refuses shapes and offsets that are not whole numbers', () => {
  for (const shape of ['null', '"2"', '[-1]', '[1.0]', '[1e0]', '["1"]', '[9007199254740993]', '[[1]]'])
    refuses(fileOf(`{"a":{"dtype":"U8","shape":${shape},"data_offsets":[0,1]}}`, 1), /not a list of whole numbers/);
  for (const offsets of ['null', '[0]', '[0,1,2]', '[-1,0]', '[0,1.5]'])
    refuses(fileOf(`{"a":{"dtype":"U8","shape":[1],"data_offsets":${offsets}}}`, 1), /not two whole numbers/);
});

test('refuses a shape whose product does not fit a number, though a zero follows', () => {
  refuses(fileOf(`{"a":${entry('F32', [2 ** 52, 2 ** 52, 0], 0, 0)}}`), /too large to count/);
});

test('refuses offsets beyond the file or backwards', () => {
  refuses(fileOf(`{"a":${entry('U8', [3], 0, 3)}}`, 2), /is at bytes 0 to 3 of the data, which has 2 bytes/);
  refuses(fileOf(`{"a":${entry('U8', [0], 2, 1)}}`, 2), /is at bytes 2 to 1/);
});

test('refuses a length that does not fit the shape', () => {
  refuses(fileOf(`{"a":${entry('F32', [2], 0, 4)}}`, 4), /shape \[2\] of F32, which needs 8 bytes, but 4 are stored/);
});

test('refuses holes, overlaps and data that belongs to nobody', () => {
  const two = (begin: number) => `{"a":${entry('U8', [2], 0, 2)},"b":${entry('U8', [2], begin, begin + 2)}}`;
  assert.equal(parse(fileOf(two(2), 4)).tensors.size, 2);
  refuses(fileOf(two(3), 5), /tensor "b" leaves a hole before it/);
  refuses(fileOf(two(1), 3), /tensor "b" overlaps the one before it/);
  refuses(fileOf(two(0), 2), /tensor "b" overlaps the one before it/);
  refuses(fileOf(two(2), 5), /the tensors end at byte \d+, but the file has \d+ bytes/);
  refuses(fileOf('{}', 1), /the tensors end at byte 10, but the file has 11 bytes/);
  refuses(fileOf(`{"a":${entry('U8', [1], 1, 2)}}`, 2), /tensor "a" leaves a hole before it/);
});
