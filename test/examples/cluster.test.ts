// The recipes of examples/cluster: the script runs, and the manifests are what the API of Kubernetes takes.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type IJob, Job } from 'kubernetes-models/batch/v1';
import { parse } from 'yaml';
import { shardOf } from '../../src/cli/options/shard-option.ts';
import { program } from '../support/command-line.ts';

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const run = promisify(execFile);

test('the script for one machine makes shards, merges them, and makes no shard twice', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mpafer-recipe-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const out = join(folder, 'faces.csv');
  const args = [pathOf('examples/cluster/shards.sh'), '2', '2', out, 'predict', '--faces', 'crop', '--threads', '1'];
  const face = pathOf('assets/portraits/astronaut-face.png');
  const env = { ...process.env, MPAFER: `${process.execPath} ${program()}` };
  const first = await run('sh', [...args, face], { env });
  assert.match(first.stderr, /Merged 2 shards into [^\n]+: 1 face in 1 picture\n/);
  assert.equal((await readFile(out, 'utf8')).split('\r\n').length, 3);
  const again = await run('sh', [...args, face], { env });
  assert.match(again.stderr, /shard-1-of-2 is there already[\s\S]*Merged 2 shards/);
});

const manifest = (name: string) => parse(readFileSync(pathOf(`examples/cluster/${name}`), 'utf8'), { merge: true });

/** The number of shards that a pod of an Indexed Job asks for is the number of its pods. */
function requireShards({ completionMode, completions, template }: NonNullable<IJob['spec']>): void {
  assert.equal(completionMode, 'Indexed');
  const { args = [] } = template.spec!.containers[0]!;
  const shard = args[args.indexOf('--shard') + 1]!;
  assert.deepEqual(shardOf(shard, { JOB_COMPLETION_INDEX: '0' }), { index: 1, count: completions });
}

test('the Indexed Job is one, with a shard for each index', () => {
  const job: IJob = manifest('shards-job.yaml');
  new Job(job).validate();
  requireShards(job.spec!);
  assert.throws(() =>
    new Job({ ...job, spec: { ...job.spec!, completions: 'eight' as unknown as number } }).validate(),
  );
});

test('the JobSet has jobs of which the second, which merges, waits for the first', () => {
  const { apiVersion, kind, spec } = manifest('shards-jobset.yaml');
  assert.deepEqual([apiVersion, kind], ['jobset.x-k8s.io/v1alpha2', 'JobSet']);
  const [shards, merge] = spec.replicatedJobs;
  for (const { name, template } of [shards, merge]) {
    new Job({ metadata: { name }, spec: template.spec }).validate();
  }
  requireShards(shards.template.spec);
  assert.deepEqual(merge.dependsOn, [{ name: shards.name, status: 'Complete' }]);
  const [out, merged] = [shards, merge].map(({ template }) => template.spec.template.spec.containers[0].args);
  assert.equal(merged[1], out[out.indexOf('--out') + 1]);
});
