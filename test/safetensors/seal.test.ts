import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { MpaferError } from '../../src/core/errors.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { isIntact, sealKey, writeSealed } from '../../src/safetensors/seal.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';

const tensors = { a: float32([1, 2, 3], [3]) };
const metadataOf = (bytes: Uint8Array) => parseHeader(bytes, bytes.length, 'it').metadata;
const intact = (bytes: Uint8Array) => isIntact(bytes, metadataOf(bytes), ['content']);
// A text that looks like the checksum's place is inside a string of the metadata.
const bytes = writeSealed(tensors, { content: '"crc32":"00000000"' });

test('a sealed file is a safetensors file that says its checksum', () => {
  assert.match(metadataOf(bytes)[sealKey]!, /^[0-9a-f]{8}$/);
  assert.ok(intact(bytes));
  assert.deepEqual(writeSealed(tensors, { content: '"crc32":"00000000"' }), bytes);
});

test('every flipped bit is noticed, also one in the key of the checksum or in the length of the header', () => {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Uint8Array.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    let accepted = false;
    try {
      accepted = intact(changed);
    } catch (error) {
      assert.ok(error instanceof MpaferError, `bit ${bit}`);
    }
    assert.ok(!accepted, `bit ${bit}`);
  }
});

test('of a file without a checksum nothing is known', () => {
  assert.ok(intact(writeSafetensors(tensors)));
  assert.ok(intact(writeSafetensors(tensors, { content: '' })));
  assert.ok(!intact(writeSafetensors(tensors, { content: '', crc33: '00000000' })));
});

test('a checksum that is none is not that of the file', () => {
  for (const seal of ['', '0', '0x000000', 'zzzzzzzz', ' 1234567'])
    assert.ok(!intact(writeSafetensors(tensors, { [sealKey]: seal })));
});
