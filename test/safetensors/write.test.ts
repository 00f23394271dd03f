// The writer against the reference's bytes, and round trips of random tensors.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesOf, type DType, float32, type NumericArray, numericArray, sizeOf } from '../../src/core/array.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { readTensor, viewAs } from '../../src/safetensors/tensor.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';

const goldenFile = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../golden/safetensors/${name}`, import.meta.url)));

/** Everything in a file, read back. */
function contentOf(bytes: Uint8Array): { tensors: Record<string, NumericArray>; metadata: Record<string, string> } {
  const header = parseHeader(bytes, bytes.length, 'written');
  const tensors = [...header.tensors.keys()].map((name) => [name, readTensor(bytes, header, name)] as const);
  return { tensors: Object.fromEntries(tensors), metadata: { ...header.metadata } };
}

test('writes what it read from the reference byte for byte', () => {
  for (const file of ['every-type.safetensors', 'empty.safetensors', 'half.safetensors']) {
    const bytes = goldenFile(file);
    const { tensors, metadata } = contentOf(bytes);
    assert.deepEqual(writeSafetensors(tensors, metadata), bytes, file);
  }
});

const arrays: fc.Arbitrary<NumericArray> = fc
  .record({
    type: fc.constantFrom<DType>(...(Object.keys(bytesOf) as DType[])),
    shape: fc.array(fc.nat(4), { maxLength: 4 }),
  })
  .chain(({ type, shape }) => {
    const length = sizeOf(shape) * bytesOf[type];
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => numericArray(type, shape, viewAs(type, bytes)));
  });
const names = fc.string({ unit: 'grapheme' }).filter((name) => name !== '__metadata__' && name !== '__proto__');

test('gives back any tensors and metadata, whatever the order they came in', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(names, arrays), { maxLength: 8 }),
      fc.dictionary(names, fc.string({ unit: 'grapheme' })),
      (pairs, metadata) => {
        const tensors = Object.fromEntries(pairs);
        const bytes = writeSafetensors(tensors, metadata);
        assert.deepEqual({ ...contentOf(bytes).tensors }, tensors);
        assert.deepEqual({ ...contentOf(bytes).metadata }, { ...metadata });
        const reversed = writeSafetensors(Object.fromEntries(Object.entries(tensors).reverse()), metadata);
        assert.deepEqual(reversed, bytes);
      },
    ),
    { numRuns: 300 },
  );
});

test('aligns every tensor to its element size', () => {
  fc.assert(
    fc.property(fc.dictionary(names, arrays), (tensors) => {
      const bytes = writeSafetensors(tensors);
      const header = parseHeader(bytes, bytes.length, 'aligned');
      assert.equal(header.headerLength % 8, 0);
      for (const [name, { begin }] of header.tensors) assert.equal(begin % bytesOf[tensors[name]!.type], 0);
    }),
    { numRuns: 200 },
  );
});

test('writes a view of a larger buffer, and only that', () => {
  const data = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
  assert.deepEqual(contentOf(writeSafetensors({ a: float32(data, [2]) })).tensors.a?.data, Float32Array.of(1, 2));
});

test('refuses arrays that do not fit their shape or type, and the reserved name', () => {
  const refuses = (tensors: Record<string, NumericArray>, message: RegExp) =>
    assert.throws(() => writeSafetensors(tensors), { code: 'safetensors', message });
  refuses({ a: float32([1, 2], [3]) }, /Cannot write tensor "a": shape \[3\] needs 3 numbers, the array has 2/);
  refuses({ a: { ...float32([1], [1]), type: 'float64' } as unknown as NumericArray }, /float64 has 8 bytes/);
  refuses({ __metadata__: float32([1], [1]) }, /keeps this name for itself/);
  refuses({ '\ud800': float32([1], [1]) }, /half a character/);
});
