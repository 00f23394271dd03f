import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 as zlib } from 'node:zlib';
import { crc32 } from '../../src/core/crc32.ts';
import { random } from '../../src/core/random.ts';

test('gives what zlib gives, at once and in parts', () => {
  const source = random(1);
  for (const length of [0, 1, 2, 3, 255, 4096]) {
    const bytes = Uint8Array.from({ length }, () => source.integer(256));
    assert.equal(crc32(bytes), zlib(bytes));
    const cut = source.integer(length + 1);
    assert.equal(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut))), zlib(bytes));
  }
  assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926);
});
