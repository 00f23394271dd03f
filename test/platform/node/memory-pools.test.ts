// A server's memory: threads do not each get a pool of it, and what is free goes back to the system.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('../../support/memory-pools.ts', import.meta.url));

interface Answer {
  /** Whether the C library is glibc, which has such pools. */
  readonly glibc: boolean;
  readonly works: boolean;
  /** Pools before twelve threads started, and after. */
  readonly before: number;
  readonly after: number;
  /** Megabytes that went back after 143 were freed below some that were not. */
  readonly returned: number;
}

async function start(...parameters: readonly string[]): Promise<Answer> {
  const { MALLOC_ARENA_MAX: _, ...env } = process.env;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--expose-gc', program, ...parameters], {
    env,
  });
  assert.equal(stderr, '');
  return JSON.parse(stdout);
}

test('with glibc, later threads share the pools that are there, and free memory goes back', async () => {
  const [own, tidy] = await Promise.all([start(), start('return')]);
  assert.deepEqual([own.works, tidy.works], [false, tidy.glibc]);
  if (!tidy.glibc) return;
  assert.ok(own.after - own.before > 6, `${own.after - own.before} pools for twelve threads`);
  assert.ok(tidy.after - tidy.before <= 1, `${tidy.after - tidy.before} pools for twelve threads that share them`);
  assert.ok(own.returned < 60, `${own.returned} MB went back by themselves`);
  assert.ok(tidy.returned > 100, `${tidy.returned} MB went back`);
});
