import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { runScores } from '../../src/jobs/train/run-scores.ts';
import { seedFiles, seedFolder } from '../../src/jobs/train/train-seeds.ts';
import { runFiles } from '../../src/train/run-files.ts';
import { mpafer, oneThread } from '../support/command-line.ts';
import { placeLock } from '../support/lock-file.ts';
import { resultOf } from '../support/run-result.ts';
import { settings, workshop } from '../support/workshop.ts';

const shop = await workshop();
const out = shop.at('runs', 'starts');
const short = [...settings, 'epochs=2'];
const json = async (folder = out) => JSON.parse(await readFile(join(folder, seedFiles.record), 'utf8'));
const resume = (folder: string, ...extra: string[]) =>
  mpafer(['train', '--out', folder, '--resume', ...oneThread, ...extra]);

before(async () => {
  const ended = await shop.train('starts', ['--seeds', '1,2', 'epochs=2']);
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stdout, /^validation-selected +WAR [\d.]+ ± [\d.]+ +UAR [\d.]+ ± [\d.]+ +\(2 seeds\)$/m);
});

suite('mpafer train --seeds', { concurrency: 1 }, () => {
  test('gives each seed the same run as training with that seed alone', async () => {
    const alone = await shop.train('alone', ['seed=2', 'epochs=2']);
    assert.equal(alone.code, 0, alone.stderr);
    assert.deepEqual(await resultOf(seedFolder(out, 2)), await resultOf(shop.at('runs', 'alone')));
  });

  test('reports the mean and deviation of the scores', async () => {
    const { seeds, rows } = await json();
    assert.deepEqual(seeds, [1, 2]);
    const scores = await Promise.all([1, 2].map((seed) => runScores(seedFolder(out, seed))));
    for (const name of ['zero-shot', 'last', 'validation-selected']) {
      const [a, b] = scores.map((own) => own.find((score) => score.name === name && score.split === 'test')!.war);
      const { war } = rows.find((row: { name: string }) => row.name === name);
      assert.ok(Math.abs(war.mean - (a! + b!) / 2) < 1e-12);
      assert.ok(Math.abs(war.deviation - Math.abs(a! - b!) / Math.SQRT2) < 1e-12);
    }
    assert.match(await readFile(join(out, seedFiles.report), 'utf8'), /How much the seed decides/);
  });

  test('resumes where it was killed, with the same result', async () => {
    const killed = await shop.train('killed', ['--seeds', '1,2', 'epochs=2', 'checkpointEvery=1'], {
      onError: (child, text) => /seed 2, 2 of 2.*epoch +1/s.test(text) && child.kill('SIGKILL'),
    });
    assert.equal(killed.code, null);
    const folder = shop.at('runs', 'killed');
    const ended = await resume(folder);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stderr, /seed 1, 1 of 2[^\n]*\n {2}finished earlier: result reused/);
    assert.match(ended.stderr, /resuming after step \d+/);
    assert.deepEqual((await json(folder)).rows, (await json()).rows);
  });

  test('writes the report of each run last, as it marks the run as finished', async () => {
    const folder = seedFolder(out, 1);
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.'));
    const times = await Promise.all(
      names.map(async (name) => [name, (await stat(join(folder, name), { bigint: true })).mtimeNs] as const),
    );
    const report = new Map(times).get(runFiles.report)!;
    // A file system's clock may be coarse, so some files may have the same time.
    assert.deepEqual(
      times.filter(([, time]) => time > report),
      [],
    );
    assert.ok(names.some((name) => name.startsWith('plots')));
  });

  test('refuses a folder in which another process trains seeds, and does not change its record', async () => {
    const other = spawn('sleep', ['60']);
    const [lock, record] = [await placeLock(out, { pid: other.pid! }), await json()];
    const { code, stderr } = await resume(out, '--seeds', '1,2,9');
    other.kill();
    await rm(lock);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`Error Cannot write into "[^"]+": process ${other.pid} is writing there\n`));
    assert.deepEqual(await json(), record);
  });

  test('accepts additional seeds on --resume', async () => {
    const more = await resume(out, '--seeds', '1,2,3');
    assert.equal(more.code, 0, more.stderr);
    assert.deepEqual((await json()).seeds, [1, 2, 3]);
    assert.equal(more.stderr.match(/finished earlier: result reused/g)?.length, 2);
  });

  test('refuses a folder with runs, the setting seed, and an invalid list', async () => {
    for (const [args, code, message] of [
      [['--seeds', '1'], 1, /it already holds runs over seeds\n {2}Resume it/],
      [['--seeds', 'a,b'], 2, /Cannot use --seeds a,b; expected distinct whole numbers/],
      [['--seeds', '1,2', 'seed=4'], 2, /Cannot combine the setting "seed" with a list of seeds: each run has its own/],
    ] as const) {
      const name = code === 1 ? 'starts' : 'new';
      const ended = await shop.train(name, [...args, ...short]);
      assert.match(ended.stderr, message);
      assert.deepEqual([ended.code, ended.stdout], [code, '']);
    }
    const none = await resume(shop.at('runs', 'alone'), '--seeds', '1,2');
    assert.match(none.stderr, /Cannot resume the seeds in "[^"]+alone": it has no seeds\.json/);
  });
});
