import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

const url = new URL('../../../src/cli/terminal/stop-signal.ts', import.meta.url).href;

/** A process that asks for a stop as commands do, and then works on forever, or ends as it is asked to. */
function worker(obedient: boolean): { child: ChildProcess; nextLine(): Promise<string>; code: Promise<unknown[]> } {
  const script = `const { stopSignal } = await import(${JSON.stringify(url)});
    const { signal } = stopSignal((line) => console.log(line));
    const work = setInterval(() => {
      if (${obedient} && signal.aborted) { clearInterval(work); process.exitCode = 7; }
    }, 10);
    console.log('working');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.setEncoding('utf8');
  const nextLine = async () => String((await once(child.stdout, 'data'))[0]).trim();
  return { child, nextLine, code: once(child, 'exit') };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} asks the work to stop, and the work decides how it ends`, async () => {
    const { child, nextLine, code } = worker(true);
    assert.equal(await nextLine(), 'working');
    child.kill(signal);
    assert.equal(await nextLine(), 'Stopping after this step; press Ctrl-C again to stop at once');
    assert.deepEqual(await code, [7, null]);
  });
}

test('a second Ctrl-C ends the process whatever it is doing', async () => {
  const { child, nextLine, code } = worker(false);
  assert.equal(await nextLine(), 'working');
  child.kill('SIGINT');
  await nextLine();
  child.kill('SIGINT');
  assert.deepEqual(await code, [130, null]);
});
