// Half precision against NumPy and PyTorch, and all 65,536 values there and back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { float32, float64, type NumericArray } from '../../src/core/array.ts';
import { toFloat16, toFloat32 } from '../../src/safetensors/half.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { readTensor } from '../../src/safetensors/tensor.ts';

const bytes = new Uint8Array(readFileSync(new URL('../golden/safetensors/half.safetensors', import.meta.url)));
const header = parseHeader(bytes, bytes.length, 'half');
const golden = (name: string) => readTensor(bytes, header, name);

test('rounds float64 to float16 once, as NumPy does', () => {
  assert.deepEqual(toFloat16(golden('float64')).data, golden('float16').data);
});

test('rounds float32 to float16 as NumPy does, which differs from rounding float64', () => {
  const single = toFloat32(golden('float64'));
  assert.deepEqual(toFloat16(single).data, golden('float16_from_float32').data);
  assert.notDeepEqual(golden('float16').data, golden('float16_from_float32').data);
});

test('widens bfloat16 as PyTorch does', () => {
  assert.deepEqual(toFloat32(golden('bfloat16')).data, golden('bfloat16_as_float32').data);
});

test('widens every float16 exactly: narrowing gives the same bits', () => {
  const data = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
  const back = toFloat16(toFloat32({ type: 'float16', shape: [65536], data })).data as Uint16Array;
  const isNaNBits = (bits: number) => (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0;
  for (const bits of data) assert.equal(back[bits], isNaNBits(bits) ? 0x7e00 : bits);
});

test('keeps the shape and returns arrays that are already there', () => {
  const array = float32([1, 2, 3, 4], [2, 2]);
  assert.equal(toFloat32(array), array);
  assert.deepEqual(toFloat16(array).shape, [2, 2]);
  assert.equal(toFloat16(toFloat16(array)).type, 'float16');
  assert.deepEqual(toFloat32(float64([0.1], [1])).data, Float32Array.of(0.1));
});

test('refuses whole numbers', () => {
  const whole: NumericArray = { type: 'int32', shape: [1], data: Int32Array.of(1) };
  assert.throws(() => toFloat32(whole), { code: 'safetensors', message: /Cannot widen int32/ });
  assert.throws(() => toFloat16(whole), { code: 'safetensors' });
});
