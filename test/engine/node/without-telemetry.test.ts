// ONNX Runtime reports to nobody: it leaves no identifier and no queue of events, and does not read the command line.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';

const engine = new URL('../../../src/engine/node/node-engine.ts', import.meta.url).href;
const graph = new URL('../../../src/graph/', import.meta.url).href;

const script = `
  import { nodeEngine } from '${engine}';
  import { exp } from '${graph}ops/exp.ts';
  import { input } from '${graph}tensor.ts';
  const engine = nodeEngine({ threads: 1 });
  const program = await engine.compile({ y: exp(input('x', [])) });
  const { y } = await program.run({ x: { type: 'float32', shape: [], data: Float32Array.of(0) } });
  await engine.close();
  console.log(y.data[0], process.env.ORT_DISABLE_TELEMETRY);
`;

/** What the script prints in a process that knows no folder but this one, and nothing that would keep the runtime silent. */
async function printed(folder: string, settings: Readonly<Record<string, string>> = {}, args: readonly string[] = []) {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, XDG_CACHE_HOME: folder, TMPDIR: folder, TMP: folder, TEMP: folder, ...settings };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script, '--', ...args],
    { env },
  );
  return stdout.trim();
}

suite('telemetry of the runtime', () => {
  test('is off: a run leaves nothing in the folders of the user', async (t) => {
    const folder = await temporaryFolder(t);
    assert.equal(await printed(folder), '1 1');
    assert.deepEqual(await readdir(folder), []);
  });

  test('does not stumble over a long command line, which it would take apart', async (t) => {
    const many = Array.from({ length: 20_000 }, (_, index) => `${index}.png`);
    assert.equal(await printed(await temporaryFolder(t), {}, many), '1 1');
  });

  test('is left to whoever has set the variable', async (t) => {
    // A name of a test run keeps the runtime itself silent.
    const settings = { ORT_DISABLE_TELEMETRY: '0', ORT_RUNNING_UNIT_TESTS: '1' };
    assert.equal(await printed(await temporaryFolder(t), settings), '1 0');
  });
});
