// What is Node's own about its engine: threads, processes, and a runtime that cannot be loaded.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { float32 } from '../../../src/core/array.ts';
import { nodeEngine } from '../../../src/engine/node/node-engine.ts';
import { matMul } from '../../../src/graph/ops/mat-mul.ts';
import { input } from '../../../src/graph/tensor.ts';
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

test('does not keep a finished process alive that did not close it, also one given by --eval', async () => {
  const text = `${useEngine(sources.href)}
    const program = await engine.compile({ y: exp(input('x', [])) });
    const { y } = await program.run({ x: { type: 'float32', shape: [], data: Float32Array.of(0) } });
    console.log(y.data[0]);
  `;
  assert.equal(await printed('--input-type=module', '--eval', text), '1');
});

test('keeps a process alive that waits for a result', async () => {
  const text = `${useEngine(sources.href)}
    engine.compile({ y: exp(input('x', [])) }).then(() => console.log('compiled'));
  `;
  assert.equal(await printed('--input-type=module', '--eval', text), 'compiled');
});

test('says what to do where the native runtime cannot be loaded', async () => {
  // A copy of the sources whose only package is the one that writes models.
  const folder = mkdtempSync(join(tmpdir(), 'mpafer-engine-'));
  after(() => rmSync(folder, { recursive: true }));
  for (const part of ['core', 'graph', 'onnx', 'engine']) {
    cpSync(new URL(part, sources), join(folder, 'src', part), { recursive: true });
  }
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(new URL('../node_modules/@bufbuild', sources), join(folder, 'node_modules/@bufbuild'));
  const script = join(folder, 'script.ts');
  writeFileSync(
    script,
    `${useEngine('./src/')}
    const error = await engine.compile({ y: exp(input('x', [])) }).catch((thrown) => thrown);
    console.log(JSON.stringify([error.code, error.message, error.hint]));`,
  );
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const [code, message, hint] = JSON.parse(await printed(script));
  assert.equal(code, 'host');
  assert.match(message, /^Cannot load ONNX Runtime for Node on this platform: Cannot find package 'onnxruntime-node'/);
  assert.match(hint, /ONNXRUNTIME_NODE_INSTALL=skip/);
});
