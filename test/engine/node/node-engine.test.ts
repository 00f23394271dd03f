// What is specific to the engine in Node: threads, the end of the process, and a runtime that cannot be loaded.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { float32 } from '../../../src/core/array.ts';
import { nodeEngine } from '../../../src/engine/node/node-engine.ts';
import { cast } from '../../../src/graph/ops/cast.ts';
import { matMul } from '../../../src/graph/ops/mat-mul.ts';
import { constant, input } from '../../../src/graph/tensor.ts';
import { toFloat16 } from '../../../src/safetensors/half.ts';
import { trainTenSteps } from '../../contract/training-graph.ts';

const sources = new URL('../../../src/', import.meta.url);

/** What Node prints that is started with these options. */
async function printed(...options: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, options, { timeout: 60_000 });
  return stdout.trim();
}

const useEngine = (from: string) => `
  import { nodeEngine } from '${from}engine/node/node-engine.ts';
  import { exp } from '${from}graph/ops/exp.ts';
  import { input } from '${from}graph/tensor.ts';
  const engine = nodeEngine({ threads: 1 });
`;

test('gives the same bits with one thread and with two', async () => {
  const found = [];
  for (const threads of [1, 2]) {
    const engine = nodeEngine({ threads });
    const program = await engine.compile({ y: matMul(input('a', [65, 129]), input('b', [129, 33])) });
    const feed = (rows: number, columns: number) =>
      float32(
        Float32Array.from({ length: rows * columns }, (_, index) => Math.sin(index)),
        [rows, columns],
      );
    const { y } = await program.run({ a: feed(65, 129), b: feed(129, 33) });
    found.push([Array.from(y.data, Number), await trainTenSteps(engine)]);
    await engine.close();
  }
  assert.deepEqual(found[0], found[1]);
});

test('gives a program without inputs the same bits with any number of threads', async () => {
  // Few rows and a narrow product of float16 weights: the runtime would split its sums by the number of threads.
  const wave = (length: number) => Float32Array.from({ length }, (_, index) => Math.sin(index));
  const half = toFloat16(float32(wave(512 * 128), [512, 128]));
  const found = [];
  for (const threads of [1, 2, 8]) {
    const engine = nodeEngine({ threads });
    const product = matMul(constant(float32(wave(40 * 512), [40, 512])), cast(constant(half), 'float32'));
    const { y } = await (await engine.compile({ y: product })).run({});
    found.push(Array.from(y.data, Number));
    await engine.close();
  }
  assert.deepEqual(found[1], found[0]);
  assert.deepEqual(found[2], found[0]);
});

test('does not keep a finished process alive that did not close it, also one given by --eval', async () => {
  const text = `${useEngine(sources.href)}
    const program = await engine.compile({ y: exp(input('x', [])) });
    const { y } = await program.run({ x: { type: 'float32', shape: [], data: Float32Array.of(0) } });
    console.log(y.data[0]);
  `;
  assert.equal(await printed('--input-type=module', '--eval', text), '1');
});

test('does not keep a process alive that never compiled anything', async () => {
  assert.equal(
    await printed('--input-type=module', '--eval', `${useEngine(sources.href)} console.log('made');`),
    'made',
  );
});

test('does not keep a process alive after a run that could not be opened', async () => {
  const text = `
    import { nodeEngine, openRun } from '${sources.href}api/node.ts';
    const engine = nodeEngine();
    const error = await openRun(engine, 'no-such-run').catch((thrown) => thrown);
    console.log(error.name);
  `;
  assert.equal(await printed('--input-type=module', '--eval', text), 'MpaferError');
});

test('is closed in the middle of a step without ending the process; what still waits fails by name', async () => {
  const text = `
    import { nodeEngine } from '${sources.href}api/node.ts';
    import { float32, input, matMul } from '${sources.href}api/graph.ts';
    const engine = nodeEngine({ threads: 1 });
    let y = input('x', [1000, 1000]);
    for (let product = 0; product < 10; product++) y = matMul(y, input('x', [1000, 1000]));
    const program = await engine.compile({ y });
    const x = float32(new Float32Array(1e6), [1000, 1000]);
    const runs = [1, 2, 3].map(() => program.run({ x }).then(() => 'done', (error) => error.message));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine.close();
    console.log((await Promise.all(runs)).at(-1));
  `;
  assert.equal(await printed('--input-type=module', '--eval', text), 'Cannot run: the engine was closed');
});

test('keeps a process alive that waits for a result', async () => {
  const text = `${useEngine(sources.href)}
    engine.compile({ y: exp(input('x', [])) }).then(() => console.log('compiled'));
  `;
  assert.equal(await printed('--input-type=module', '--eval', text), 'compiled');
});

/** A script beside a copy of the sources, where only these packages can be imported. */
function scriptWith(packages: readonly string[], text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'mpafer-engine-'));
  after(() => rmSync(folder, { recursive: true }));
  for (const part of ['core', 'safetensors', 'graph', 'onnx', 'engine']) {
    cpSync(new URL(part, sources), join(folder, 'src', part), { recursive: true });
  }
  mkdirSync(join(folder, 'node_modules'));
  for (const name of packages) {
    symlinkSync(new URL(`../node_modules/${name}`, sources), join(folder, 'node_modules', name));
  }
  writeFileSync(join(folder, 'package.json'), '{ "name": "mpafer", "type": "module" }');
  const script = join(folder, 'script.ts');
  writeFileSync(script, `${useEngine('./src/')}${text}`);
  return script;
}

test('falls back to WebAssembly, with one warning, where the native build is not installed', async () => {
  const script = scriptWith(
    ['@bufbuild', 'onnxruntime-web'],
    `const warnings = [];
    process.on('warning', ({ code, message }) => warnings.push([code, message]));
    const values = [];
    for (const each of [engine, nodeEngine({ threads: 2 })]) {
      const program = await each.compile({ y: exp(input('x', [])) });
      const { y } = await program.run({ x: { type: 'float32', shape: [], data: Float32Array.of(0) } });
      values.push(y.data[0]);
    }
    const gpu = await nodeEngine({ provider: 'webgpu' }).compile({ y: exp(input('x', [])) }).catch((thrown) => thrown);
    const native = await nodeEngine({ runtime: 'native' }).compile({ y: exp(input('x', [])) }).catch((thrown) => thrown);
    console.log(JSON.stringify({ values, warnings, refused: [gpu.message, native.message, native.hint] }));`,
  );
  const { values, warnings, refused } = JSON.parse(await printed('--no-warnings', script));
  assert.deepEqual(values, [1, 1]);
  assert.equal(warnings.length, 1);
  const [code, message] = warnings[0];
  assert.equal(code, 'MPAFER_WASM');
  assert.match(message, /^Running on WebAssembly, 3 to 10 times slower: .*Cannot find package 'onnxruntime-node'/);
  assert.match(message, /ONNXRUNTIME_NODE_INSTALL=skip/);
  assert.match(refused[0], /^Cannot run on WebGPU: only the native ONNX Runtime reaches a GPU from Node$/);
  assert.match(refused[1], /^Cannot load the native ONNX Runtime on this platform: Cannot find package/);
  assert.match(refused[2], /Leave out the option runtime/);
});

test('names what is missing where neither build is installed', async () => {
  const script = scriptWith(
    ['@bufbuild'],
    `const error = await engine.compile({ y: exp(input('x', [])) }).catch((thrown) => thrown);
    console.log(JSON.stringify([error.code, error.message, error.hint]));`,
  );
  const [code, message, hint] = JSON.parse(await printed(script));
  assert.equal(code, 'host');
  assert.match(message, /^Cannot load ONNX Runtime's WebAssembly build: Cannot find package 'onnxruntime-web'/);
  assert.match(hint, /Install the package onnxruntime-web/);
});

test('refuses an unknown provider or runtime by name', () => {
  for (const [options, message] of [
    [{ provider: 'metal' }, 'Unknown provider "metal"; expected "cpu", "webgpu", "cuda" or "auto"'],
    [{ provider: '' }, 'Unknown provider ""; expected "cpu", "webgpu", "cuda" or "auto"'],
    [{ runtime: 'WASM' }, 'Unknown runtime "WASM"; expected "native" or "wasm"'],
  ] as const) {
    assert.throws(() => nodeEngine(options as never), { name: 'MpaferError', code: 'host', message });
  }
});
