// Shards by a Slurm array and by GNU parallel: merged, the bytes of one process.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mpafer } from '../support/command-line.ts';
import { openSlurm } from './slurm.ts';

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'mpafer-array-'));
after(() => rm(folder, { recursive: true, force: true }));
const list = join(folder, 'list.txt');
await writeFile(list, `${pathOf('assets/portraits/astronaut-face.png')}\n`.repeat(80));
const command = `${process.execPath} ${pathOf('bin/mpafer.js')}`;
const asked = ['predict', '--faces', 'crop', '--list', list];

const whole = join(folder, 'whole.csv');
const single = await mpafer([...asked, '--out', whole, '--threads', '1']);
assert.equal(single.code, 0, single.stderr);

async function requireWhole(out: string): Promise<void> {
  assert.deepEqual(await readFile(out), await readFile(whole));
}

test('a Slurm array', async () => {
  await using slurm = await openSlurm();
  const out = join(folder, 'slurm.csv');
  const log = join(folder, 'task-%a.log');
  const options = [
    '--parsable',
    '--array=1-3',
    '--cpus-per-task=1',
    `--output=${log}`,
    `--export=ALL,MPAFER=${command}`,
  ];
  const script = pathOf('examples/cluster/shards.sbatch');
  const array = slurm.run('sbatch', ...options, script, ...asked, '--out', out).trim();
  // None is left of it when all tasks have ended.
  while (slurm.run('squeue', '--noheader', '--jobs', array).trim() !== '') await setTimeout(500);
  const { code, stderr } = await mpafer(['merge', out]);
  assert.equal(code, 0, `${stderr}${await readFile(join(folder, 'task-1.log'), 'utf8')}`);
  await requireWhole(out);
});

test('GNU parallel', async () => {
  const out = join(folder, 'parallel.csv');
  const script = pathOf('examples/cluster/shards-parallel.sh');
  const env = { ...process.env, MPAFER: command };
  await promisify(execFile)('sh', [script, '3', '2', out, ...asked, '--threads', '1'], { env });
  await requireWhole(out);
});
