// A process whose main thread hangs on its way out ends all the same, with the code that it had.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

const file = new URL('../../../../src/platform/node/mpi/watchdog.ts', import.meta.url).href;

async function ended(script: string): Promise<number | null> {
  const source = `import { startWatchdog } from ${JSON.stringify(file)}; const watchdog = await startWatchdog(); ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

const hangs = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)';

test('a library that never returns does not keep the process', async () => {
  assert.equal(
    await ended(`process.on('exit', (code) => { watchdog.arm(code, 0.2); ${hangs}; }); process.exitCode = 130;`),
    130,
  );
});

test('a process that ends by itself is left alone, and is not kept waiting', async () => {
  assert.equal(await ended(`process.on('exit', (code) => watchdog.arm(code, 3600)); process.exitCode = 7;`), 7);
});
