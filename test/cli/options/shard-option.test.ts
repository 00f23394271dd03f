import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shardOf } from '../../../src/cli/options/shard-option.ts';

const refuses = (text: string, environment: Record<string, string>, message: RegExp, hint?: RegExp) =>
  assert.throws(() => shardOf(text, environment), { code: 'usage', message, ...(hint && { hint }) });

test('takes a part by number', () => {
  assert.deepEqual(shardOf('2/8', {}), { index: 2, count: 8 });
  assert.deepEqual(shardOf(' 1/1 ', { SLURM_ARRAY_TASK_ID: '5' }), { index: 1, count: 1 });
});

test('refuses what is no part', () => {
  refuses('2', {}, /^Cannot use --shard 2; expected i\/N such as 2\/8, auto, or auto\/N$/);
  refuses('one/2', {}, /^Cannot use --shard one\/2/);
  refuses('3/2', {}, /^Cannot make shard 3 of 2; expected whole numbers, the first from 1 to the second$/);
  refuses('0/2', {}, /^Cannot make shard 0 of 2/);
});

const slurm = (id: number, min: number, max: number, step: number, count: number) => ({
  SLURM_ARRAY_TASK_ID: `${id}`,
  SLURM_ARRAY_TASK_MIN: `${min}`,
  SLURM_ARRAY_TASK_MAX: `${max}`,
  SLURM_ARRAY_TASK_STEP: `${step}`,
  SLURM_ARRAY_TASK_COUNT: `${count}`,
});

test('takes the part of a Slurm array task, wherever the array begins', () => {
  assert.deepEqual(shardOf('auto', slurm(0, 0, 7, 1, 8)), { index: 1, count: 8 });
  assert.deepEqual(shardOf('auto', slurm(8, 1, 8, 1, 8)), { index: 8, count: 8 });
  assert.deepEqual(shardOf('auto', slurm(15, 10, 20, 5, 3)), { index: 2, count: 3 });
  assert.deepEqual(shardOf('auto/8', slurm(3, 0, 7, 1, 8)), { index: 4, count: 8 });
});

test('refuses a part of an array that was submitted again, whose numbers are not those of the parts', () => {
  const again = /^Cannot tell the shard of Slurm task 5: the array has 2 tasks from 3 to 5/;
  refuses('auto', slurm(5, 3, 5, 1, 2), again, /Submit the whole array again/);
  refuses('auto/8', slurm(5, 4, 5, 1, 2), /has 2 tasks from 4 to 5, and 8 shards were asked for/);
});

test('takes the part of a Kubernetes index, with the number of parts', () => {
  assert.deepEqual(shardOf('auto/4', { JOB_COMPLETION_INDEX: '0' }), { index: 1, count: 4 });
  refuses('auto', { JOB_COMPLETION_INDEX: '0' }, /Kubernetes gives an index only$/, /--shard auto\/8/);
  refuses('auto/4', { JOB_COMPLETION_INDEX: '4' }, /^Cannot make shard 5 of 4/);
  refuses('auto', {}, /neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set$/);
});
