// A script that used the package ends by itself, whatever it left open and whatever failed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installedProject } from './project.ts';

const user = installedProject();

const scripts: Readonly<Record<string, string>> = {
  'an engine that nothing used': 'nodeEngine();',
  'a caught failure of openRun': "await openRun(nodeEngine(), 'none-such').catch(() => {});",
  'a caught failure of openRecogniser': "await openRecogniser('none-such').catch(() => {});",
  'a caught failure with an engine of its own':
    "await openRecogniser('none-such', { engine: nodeEngine() }).catch(() => {});",
  'an opening that was aborted': 'await openRecogniser(undefined, { signal: AbortSignal.abort() }).catch(() => {});',
  'a recogniser that was never closed': 'await openRecogniser();',
  'a recogniser that was used and never closed': "const it = await openRecogniser(); await it.recognise('face.png');",
  'a loop over results that was left':
    "const it = await openRecogniser(); for await (const _ of it.recognise(['face.png', 'face.png'])) break;",
  'an engine on WebAssembly':
    "const it = await openRecogniser(undefined, { provider: 'wasm' }); await it.recognise('face.png');",
  'two engines, one closed': 'nodeEngine(); await nodeEngine().close();',
};

for (const [left, script] of Object.entries(scripts)) {
  test(`ends after ${left}`, () => {
    const text = `import { nodeEngine, openRecogniser, openRun } from 'mpafer'; ${script} console.log('last line');`;
    // A process that does not end is killed, and then has no exit code.
    const { code, stdout, stderr } = user.run([process.execPath, '--input-type=module', '--eval', text], {}, 90);
    assert.deepEqual([code, stdout.trim()], [0, 'last line'], stderr);
  });
}
