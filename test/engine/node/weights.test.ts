// Weights on disk, read by the runtime from the byte ranges of the files in which they lie.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { DType } from '../../../src/core/array.ts';
import { nodeEngine } from '../../../src/engine/node/node-engine.ts';
import { add } from '../../../src/graph/ops/add.ts';
import { cast } from '../../../src/graph/ops/cast.ts';
import { type StoredArray, type Tensor, weight } from '../../../src/graph/tensor.ts';

const engine = nodeEngine({ threads: 1 });
const folder = mkdtempSync(join(tmpdir(), 'mpafer-weights-'));
after(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

/** A file whose bytes are the arrays, one behind the other after `header` bytes of something else. */
function writeWeights(path: string, header: number, arrays: readonly (Float32Array | Uint16Array)[]): void {
  const parts = arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  writeFileSync(path, Buffer.concat([Buffer.alloc(header, 0xff), ...parts]));
}

const stored = (path: string, type: DType, shape: readonly number[], begin: number, end: number): Tensor => {
  const array: StoredArray = { name: 'w', file: { name: path, source: path }, type, shape, begin, end };
  return weight(array);
};

async function valuesOf(tensor: Tensor): Promise<number[]> {
  const program = await engine.compile({ value: tensor });
  const { value } = await program.run({});
  await program.release();
  return Array.from(value.data, Number);
}

const path = join(folder, 'model.safetensors');
writeWeights(path, 24, [Float32Array.of(1.5, -2, 3e38, 1e-38), Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff)]);

test('reads float32 behind a header of any length', async () => {
  assert.deepEqual(await valuesOf(stored(path, 'float32', [2, 2], 24, 40)), [...Float32Array.of(1.5, -2, 3e38, 1e-38)]);
  assert.deepEqual(await valuesOf(stored(path, 'float32', [1], 28, 32)), [-2]);
});

test('reads half precision, and casts it inside the graph', async () => {
  const half = cast(stored(path, 'float16', [4], 40, 48), 'float32');
  assert.deepEqual(await valuesOf(half), [1, -2, 2 ** -24, 65504]);
});

test('reads from several files of one folder', async () => {
  const second = join(folder, 'model-2.safetensors');
  writeWeights(second, 8, [Float32Array.of(10, 20)]);
  const sum = add(stored(path, 'float32', [2], 24, 32), stored(second, 'float32', [2], 8, 16));
  assert.deepEqual(await valuesOf(sum), [11.5, 18]);
});

test('takes a file on disk and one in memory together', async () => {
  const bytes = new Uint8Array(Float32Array.of(100, 200).buffer);
  const inMemory = weight({
    name: 'extra',
    file: { name: 'extra.safetensors', source: bytes },
    type: 'float32',
    shape: [2],
    begin: 0,
    end: 8,
  });
  assert.deepEqual(await valuesOf(add(stored(path, 'float32', [2], 24, 32), inMemory)), [101.5, 198]);
});

test('reads files of one name from two folders', async () => {
  const other = join(folder, 'other');
  mkdirSync(other);
  const elsewhere = join(other, 'model.safetensors');
  writeWeights(elsewhere, 8, [Float32Array.of(10, 20)]);
  const sum = add(stored(path, 'float32', [2], 24, 32), stored(elsewhere, 'float32', [2], 8, 16));
  assert.deepEqual(await valuesOf(sum), [11.5, 18]);
});

test('refuses a file that is not there, and one that ends too early', async () => {
  const missing = stored(join(folder, 'missing.safetensors'), 'float32', [2], 8, 16);
  await assert.rejects(engine.compile({ missing }), { code: 'host', message: /missing\.safetensors/ });
  const short = stored(path, 'float32', [100], 24, 424);
  await assert.rejects(engine.compile({ short }), { code: 'host', message: /ONNX Runtime refused/ });
});
