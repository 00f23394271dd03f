import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256 } from '../../src/core/sha256.ts';

test('is the digest of the standard', async () => {
  assert.equal(await sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.equal(await sha256(new Uint8Array()), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('is that of any bytes, of a view the part that it shows, of text its UTF-8', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'grapheme' }), async (bytes, text) => {
      const expected = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');
      assert.equal(await sha256(bytes), expected(bytes));
      assert.equal(await sha256(bytes.subarray(1)), expected(bytes.subarray(1)));
      assert.equal(await sha256(text), expected(text));
    }),
  );
});
