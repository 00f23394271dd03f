// Ranks on "machines" of their own: network namespaces with 1 Gbit/s between them, as root. The same bytes over either MPI's TCP.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openNetwork } from '../../bench/machines/network.ts';
import { oneThread } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { workshop } from '../support/workshop.ts';

const program = fileURLToPath(new URL('../../bin/mpafer.js', import.meta.url));
const shop = await workshop();
const settings = ['epochs=3', 'batch=10', 'microBatch=2', 'warmupEpochs=0', 'learningRate=0.3', 'checkpointEvery=2'];
const network = openNetwork(3, '1gbit');
after(() => network[Symbol.dispose]());
const { agent, hosts, subnet } = network;

/** Launchers start the other nodes' ranks through the network's agent. */
const launchers = {
  'Open MPI': [
    ...['mpirun.openmpi', '--allow-run-as-root', '--oversubscribe', '--bind-to', 'none', '-n', '3'],
    ...['--host', hosts.join(','), '--mca', 'plm_rsh_agent', agent, '--mca', 'plm_rsh_no_tree_spawn', '1'],
    ...['--mca', 'routed', 'direct', '--mca', 'pml', 'ob1', '--mca', 'btl', 'tcp,self'],
    ...['--mca', 'btl_tcp_if_include', subnet, '--mca', 'oob_tcp_if_include', subnet],
  ],
  MPICH: ['mpiexec.mpich', '-n', '3', '-hosts', hosts.join(','), '-launcher', 'rsh', '-launcher-exec', agent],
} as const;

async function ran(command: readonly string[], args: readonly string[]): Promise<{ code: number; stderr: string }> {
  const child = spawn(agent, [hosts[0]!, ...command, process.execPath, program, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, stderr };
}

let single: Readonly<Record<string, string>>;
before(async () => {
  const { code, stderr } = await shop.train('single', settings);
  assert.equal(code, 0, stderr);
  single = await contentOf(shop.at('runs', 'single'));
});

for (const [kind, command] of Object.entries(launchers)) {
  test(`three machines with ${kind} leave the bytes of one`, async () => {
    const name = kind.replace(' ', '-');
    const args = ['--data', shop.data, '--clip', shop.clip, '--out', shop.at('runs', name), ...oneThread, ...settings];
    const { code, stderr } = await ran(command, ['train', ...args]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /3 ranks on 3 machines, 1 thread per step each/);
    const found = await contentOf(shop.at('runs', name));
    for (const file of ['metrics.jsonl', 'checkpoints/last.safetensors', 'checkpoints/state.safetensors']) {
      assert.equal(found[file], single[file], file);
    }
  });
}
