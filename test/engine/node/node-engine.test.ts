// What is Node's own about its engine: threads, processes, and a runtime that cannot be loaded.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { float32 } from '../../../src/core/array.ts';
import { nodeEngine } from '../../../src/engine/node/node-engine.ts';
import { matMul } from '../../../src/graph/ops/mat-mul.ts';
import { input } from '../../../src/graph/tensor.ts';
import { trainTenSteps } from '../../contract/training-graph.ts';

const source = (path: string) => new URL(`../../../src/${path}`, import.meta.url).href;

/** What Node prints that is started with these options. */
async function printed(...options: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, options, { timeout: 60_000 });
  return stdout.trim();
}

const useEngine = `
  import { nodeEngine } from ${JSON.stringify(source('engine/node/node-engine.ts'))};
  import { exp } from ${JSON.stringify(source('graph/ops/exp.ts'))};
  import { input } from ${JSON.stringify(source('graph/tensor.ts'))};
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
  const text = `${useEngine}
    const program = await engine.compile({ y: exp(input('x', [])) });
    const { y } = await program.run({ x: { type: 'float32', shape: [], data: Float32Array.of(0) } });
    console.log(y.data[0]);
  `;
  assert.equal(await printed('--input-type=module', '--eval', text), '1');
});

test('keeps a process alive that waits for a result', async () => {
  const text = `${useEngine}
    engine.compile({ y: exp(input('x', [])) }).then(() => console.log('compiled'));
  `;
  assert.equal(await printed('--input-type=module', '--eval', text), 'compiled');
});

test('says what to do where the native runtime cannot be loaded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mpafer-engine-'));
  after(() => rmSync(folder, { recursive: true }));
  const [hook, script] = [join(folder, 'hook.mjs'), join(folder, 'script.mjs')];
  writeFileSync(
    hook,
    `import { registerHooks } from 'node:module';
    registerHooks({
      resolve(specifier, context, next) {
        if (specifier === 'onnxruntime-node') throw new Error('no binding for this machine');
        return next(specifier, context);
      },
    });`,
  );
  writeFileSync(
    script,
    `${useEngine}
    const error = await engine.compile({ y: exp(input('x', [])) }).catch((thrown) => thrown);
    console.log(JSON.stringify([error.code, error.message, error.hint]));`,
  );
  const [code, message, hint] = JSON.parse(await printed('--import', hook, script));
  assert.equal(code, 'host');
  assert.equal(message, 'Cannot load ONNX Runtime for Node on this platform: no binding for this machine');
  assert.match(hint, /ONNXRUNTIME_NODE_INSTALL=skip/);
});
