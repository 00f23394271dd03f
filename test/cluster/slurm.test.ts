// The Slurm script of the documentation, on a Slurm of this machine: to its end by either MPI, and cut off, requeued, resumed.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { oneThread } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { workshop } from '../support/workshop.ts';
import { openSlurm, type Slurm } from './slurm.ts';

const script = fileURLToPath(new URL('../../examples/cluster/train-mpi.sbatch', import.meta.url));
const program = fileURLToPath(new URL('../../bin/mpafer.js', import.meta.url));
const shop = await workshop();
const settings = ['epochs=5', 'batch=10', 'microBatch=2', 'warmupEpochs=0', 'learningRate=0.3', 'checkpointEvery=2'];
const results = ['metrics.jsonl', 'results.csv', 'checkpoints/last.safetensors', 'checkpoints/state.safetensors'];
const resultsOf = async (name: string) => {
  const content = await contentOf(shop.at('runs', name));
  return results.map((file) => content[file]);
};

let slurm: Slurm;
let single: Awaited<ReturnType<typeof resultsOf>>;
before(async () => {
  const { code, stderr } = await shop.train('single', settings);
  assert.equal(code, 0, stderr);
  single = await resultsOf('single');
  slurm = await openSlurm();
});
after(() => slurm?.[Symbol.asyncDispose]());

/** Submits the script for three ranks on three nodes; returns the job's number. */
function submit(name: string, mpi: 'pmix' | 'pmi2'): string {
  const exported = { RUN: shop.at('runs', name), MPI: mpi, MPAFER: `${process.execPath} ${program}` };
  const id = slurm.run(
    'sbatch',
    '--parsable',
    ...['--nodes=3', '--ntasks-per-node=1', '--cpus-per-task=1', `--output=${shop.at(`${name}.log`)}`],
    `--export=ALL,${Object.entries(exported)
      .map((each) => each.join('='))
      .join(',')}`,
    script,
    ...['--data', shop.data, '--clip', shop.clip, ...oneThread, ...settings],
  );
  return id.trim();
}

const log = (name: string): string =>
  existsSync(shop.at(`${name}.log`)) ? readFileSync(shop.at(`${name}.log`), 'utf8') : '';

/** The state in which a job ended. */
async function ended(id: string): Promise<string> {
  for (;;) {
    const found = /JobState=(\w+)/.exec(slurm.run('scontrol', 'show', 'job', id))![1]!;
    if (!['PENDING', 'RUNNING', 'COMPLETING', 'CONFIGURING'].includes(found)) return found;
    await setTimeout(500);
  }
}

for (const mpi of ['pmi2', 'pmix'] as const) {
  test(`srun --mpi=${mpi} trains to the bytes of one process`, async () => {
    assert.equal(await ended(submit(mpi, mpi)), 'COMPLETED', log(mpi));
    assert.match(log(mpi), /3 ranks on 1 machine, 1 thread per step each/);
    assert.deepEqual(await resultsOf(mpi), single);
  });
}

test('a job that was cancelled stops after a step, and the same command resumes it under the other MPI', async () => {
  const name = 'cancelled';
  const id = submit(name, 'pmi2');
  while (!/^epoch +2 /m.test(log(name))) {
    assert.doesNotMatch(log(name), /Error/);
    await setTimeout(100);
  }
  slurm.run('scancel', id);
  assert.equal(await ended(id), 'CANCELLED');
  assert.ok(existsSync(shop.at('runs', name, 'checkpoints/state.safetensors')), log(name));
  assert.equal(await ended(submit(name, 'pmix')), 'COMPLETED', log(name));
  assert.match(log(name), /resuming after step \d+/);
  assert.deepEqual(await resultsOf(name), single);
});

test('the launcher of one MPI and the library of another do not start', async () => {
  const name = 'strangers';
  slurm.environment.MPAFER_MPI = 'libmpich.so.12';
  const id = submit(name, 'pmix');
  delete slurm.environment.MPAFER_MPI;
  assert.equal(await ended(id), 'FAILED');
  assert.match(log(name), /Cannot work as 3 ranks: srun started 3, but libmpich\.so\.12 \(MPICH .*\) knows of 1/);
  assert.equal(existsSync(shop.at('runs', name)), false);
});
