import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { isIntact, sealKey, writeSealed } from '../../src/safetensors/seal.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';

const tensors = { a: float32([1, 2, 3], [3]) };
const sealOf = (bytes: Uint8Array) => parseHeader(bytes, bytes.length, 'it').metadata[sealKey];
// A text that looks like the checksum's place is inside a string of the metadata.
const bytes = writeSealed(tensors, { content: '"crc32":"00000000"' });

test('a sealed file is a safetensors file that says its checksum', () => {
  assert.match(sealOf(bytes)!, /^[0-9a-f]{8}$/);
  assert.ok(isIntact(bytes, sealOf(bytes)));
  assert.deepEqual(writeSealed(tensors, { content: '"crc32":"00000000"' }), bytes);
});

test('every flipped bit behind the length is noticed', () => {
  const seal = sealOf(bytes);
  for (let bit = 64; bit < bytes.length * 8; bit++) {
    const changed = Uint8Array.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    assert.ok(!isIntact(changed, seal), `bit ${bit}`);
  }
});

test('of a file without a checksum nothing is known', () => {
  assert.ok(isIntact(writeSafetensors(tensors), undefined));
});

test('a checksum that is none is not that of the file', () => {
  for (const seal of ['', '0', '0x000000', 'zzzzzzzz', ' 1234567'])
    assert.ok(!isIntact(writeSafetensors(tensors, { [sealKey]: seal }), seal));
});
