// What the engine in Node says where WebGPU is asked for and no device is there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

const script = `
  import { add, input, scalar } from './src/api/graph.ts';
  import { nodeEngine } from './src/api/node.ts';
  const engine = nodeEngine({ provider: 'webgpu' });
  const outcome = await engine.compile({ y: add(input('x', [2]), scalar(1)) }).then(() => 'compiled', (error) => error);
  console.log(JSON.stringify(outcome.message ? [outcome.code, outcome.message, outcome.hint] : outcome));
  await engine.close();
`;

test('says that there is no GPU where WebGPU is asked for and none is offered', () => {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    // A list of drivers that are not there: the loader finds no device, whatever the machine has.
    env: { ...process.env, VK_DRIVER_FILES: '/nowhere.json', VK_ICD_FILENAMES: '/nowhere.json' },
  });
  assert.deepEqual(JSON.parse(output), [
    'host',
    'Cannot run on WebGPU: this machine offers no adapter',
    'Leave out the option provider to run on the CPU',
  ]);
});
