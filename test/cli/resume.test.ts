import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { random } from '../../src/core/random.ts';
import { runFiles } from '../../src/train/run-files.ts';
import { type Ended, mpafer, oneThread } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { killAfter, killInsideCheckpoint, trainUnderFire } from '../support/kill-and-resume.ts';
import { placeLock } from '../support/lock-file.ts';
import { resultOf } from '../support/run-result.ts';
import { writeTinyModel } from '../support/tiny-model.ts';
import { settings, workshop } from '../support/workshop.ts';

const shop = await workshop();
const long = ['epochs=10', 'checkpointEvery=2'];
const whole = shop.at('runs', 'whole');
/** Stopped by Ctrl-C in its third epoch; tests resume copies of it. */
const stopped = shop.at('runs', 'stopped');
let wholeSeconds = 0;
let stop: Ended;

const resume = (run: string, ...extra: string[]) => mpafer(['train', '--out', run, '--resume', ...oneThread, ...extra]);

async function copyOfStopped(name: string): Promise<string> {
  const copy = shop.at('runs', name);
  await cp(stopped, copy, { recursive: true });
  return copy;
}

/** Resuming fails with this message, and the folder is as it was. */
async function refuses(run: string, message: RegExp, ...extra: string[]): Promise<void> {
  const before = await contentOf(run);
  const { code, stdout, stderr } = await resume(run, ...extra);
  assert.match(stderr, message);
  assert.doesNotMatch(stderr, /^ {4}at /m);
  assert.deepEqual([code, stdout], [1, '']);
  assert.deepEqual(await contentOf(run), before);
}

before(async () => {
  const start = performance.now();
  const ended = await shop.train('whole', long);
  wholeSeconds = (performance.now() - start) / 1000;
  assert.equal(ended.code, 0, ended.stderr);
  let sent = false;
  stop = await shop.train('stopped', long, {
    onError(child, text) {
      if (sent || !/^epoch +2 /m.test(text)) return;
      sent = true;
      child.kill('SIGINT');
    },
  });
});

suite('a run that was interrupted', { concurrency: 2 }, () => {
  test('reports that it resumes with a different number of threads, and records it', async () => {
    const run = await copyOfStopped('threads');
    const { code, stderr } = await mpafer(['train', '--out', run, '--resume', '--threads', '2']);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Resuming with 2 threads per step instead of 1: the last digits of results may differ/);
    assert.equal(JSON.parse(await readFile(join(run, runFiles.environment), 'utf8')).threadsPerStep, 2);
  });

  test('leaves a checkpoint on Ctrl-C, says how to resume, and exits with 130', async () => {
    assert.equal(stop.code, 130, stop.stderr);
    assert.match(stop.stderr, /Stopping after this step; press Ctrl-C again to stop at once\n/);
    assert.match(stop.stderr, /Stopped[^\n]+\n {2}Resume with: mpafer train --out [^\n]+stopped --resume\n$/);
    const files = await readdir(stopped, { recursive: true });
    assert.ok(files.includes(runFiles.state));
    assert.ok(!files.includes(runFiles.best) && !files.some((name) => name.startsWith('.lock')), files.join());
  });

  test('ends with the same bytes as an uninterrupted run', async () => {
    const run = await copyOfStopped('resumed');
    const { code, stderr } = await resume(run);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^resuming after step \d+$/m);
    assert.deepEqual(await resultOf(run), await resultOf(whole));
  });

  test('ends with the same bytes when killed at random instants', async () => {
    const source = random(20261123).split('kill');
    const run = shop.at('runs', 'killed');
    const instants = Array.from({ length: 6 }, () => killAfter(1000 * wholeSeconds * (0.2 + 0.7 * source.uniform())));
    const { ended, killed } = await trainUnderFire(run, freshArguments(run), instants);
    assert.equal(ended.code, 0, ended.stderr);
    assert.ok(killed > 0);
    assert.deepEqual(await resultOf(run), await resultOf(whole));
  });

  test('ends with the same bytes when killed while a checkpoint is being written', async () => {
    const run = shop.at('runs', 'torn');
    const { ended, killed } = await trainUnderFire(run, freshArguments(run), [1, 3, 2, 5].map(killInsideCheckpoint));
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(killed, 4);
    assert.deepEqual(await resultOf(run), await resultOf(whole));
    assert.deepEqual(
      (await readdir(join(run, 'checkpoints'))).filter((name) => name.startsWith('.')),
      [],
    );
  });

  test('can be resumed after it has finished, and stays the same', async () => {
    const run = shop.at('runs', 'twice');
    await cp(whole, run, { recursive: true });
    await rm(join(run, runFiles.report));
    assert.equal((await resume(run)).code, 0);
    assert.deepEqual(await contentOf(run), await contentOf(whole));
  });

  test('resumes after its data, CLIP and folder have moved', async () => {
    const run = await copyOfStopped('moved');
    const record = JSON.parse(await readFile(join(run, runFiles.configuration), 'utf8'));
    await cp(shop.at('drawings'), shop.at('moved drawings'), { recursive: true });
    await writeTinyModel(shop.at('moved', 'clip'));
    const gone = { ...record, data: 'folder:/gone', clip: '/gone' };
    await writeFile(join(run, runFiles.configuration), JSON.stringify(gone));
    const there = ['--data', `folder:${shop.at('moved drawings')}`, '--clip', shop.at('moved', 'clip')];
    const { code, stderr } = await resume(run, ...there);
    assert.equal(code, 0, stderr);
    assert.deepEqual(await resultOf(run), await resultOf(whole));
  });

  test('keeps its progress when a validation image is damaged, and resumes once the image is repaired', async () => {
    const run = shop.at('runs', 'mended');
    const data = shop.at('damaged');
    await cp(shop.at('drawings'), data, { recursive: true });
    await truncate(join(data, 'valid', 'sad', '1.png'), 150);
    const failed = await shop.train('mended', [...long, '--data', `folder:${data}`, 'checkpointEvery=1000']);
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /Cannot decode "[^"]+valid\/sad\/1\.png"/);
    await cp(shop.at('drawings', 'valid', 'sad', '1.png'), join(data, 'valid', 'sad', '1.png'));
    const { code, stderr } = await resume(run);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^resuming after step 3$/m);
    assert.equal((await resultOf(run))[runFiles.metrics], (await resultOf(whole))[runFiles.metrics]);
  });

  test('starts over, and says so, when it was killed before its first checkpoint', async () => {
    const run = await copyOfStopped('early');
    await rm(join(run, runFiles.state));
    await rm(join(run, runFiles.previousState), { force: true });
    const { code, stderr } = await resume(run);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^no checkpoint found: starting from the beginning$/m);
    assert.deepEqual(await resultOf(run), await resultOf(whole));
  });

  test('resumes from the previous checkpoint when the latest is truncated, and says so', async () => {
    const run = await copyOfStopped('cut');
    await truncate(join(run, runFiles.state), 1000);
    const { code, stderr } = await resume(run);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Cannot [^\n]+state\.safetensors"[^\n]+; resuming from "[^\n]+state\.previous\.safetensors"/);
    assert.deepEqual(await resultOf(run), await resultOf(whole));
  });

  test('never starts over silently when no checkpoint can be read', async () => {
    const run = await copyOfStopped('ruined');
    await truncate(join(run, runFiles.state), 1000);
    await writeFile(join(run, runFiles.previousState), 'nothing');
    await refuses(
      run,
      /Error Cannot read [^\n]+state\.safetensors"[^\n]+\n {2}The run cannot be resumed; train into another folder/,
    );
  });

  test('drops a line of metrics that was cut in half', async () => {
    const run = await copyOfStopped('half');
    const path = join(run, runFiles.metrics);
    await writeFile(path, `${await readFile(path, 'utf8')}{"kind":"step","epoch":3,"st`);
    assert.equal((await resume(run)).code, 0);
    assert.deepEqual(await resultOf(run), await resultOf(whole));
  });
});

suite('resuming is refused', { concurrency: 2 }, () => {
  test('with other data, naming both fingerprints', async () => {
    const run = await copyOfStopped('other data');
    await cp(shop.at('drawings'), shop.at('fewer'), { recursive: true });
    await rm(shop.at('fewer', 'train', 'sad', '3.png'));
    await refuses(
      run,
      /its data has fingerprint [0-9a-f]{16}; the data given has [0-9a-f]{16}/,
      '--data',
      `folder:${shop.at('fewer')}`,
    );
  });

  test('with another CLIP, naming both', async () => {
    const run = await copyOfStopped('other clip');
    const other = await writeTinyModel(shop.at('other'), 2);
    await refuses(
      run,
      /with CLIP "[^"]+other" \(SHA-256 [0-9a-f]{12}\.\.\.\): its prompts were trained on "clip" \([0-9a-f]{12}\.\.\.\)/,
      '--clip',
      other,
    );
  });

  test('with other descriptions', async () => {
    const run = await copyOfStopped('other words');
    const file = shop.at('other words.json');
    await writeFile(file, JSON.stringify({ anger: 'a red face' }));
    await refuses(run, /its hard prompts come from descriptions other than those given/, '--descriptions', file);
  });

  test('with settings on the command line, and with an edited record', async () => {
    const run = await copyOfStopped('other settings');
    const { code, stderr } = await resume(run, 'epochs=3');
    assert.equal(code, 2);
    assert.match(stderr, /Cannot change the settings of a run that is resumed\n {2}Resume without settings/);
    const path = join(run, runFiles.configuration);
    await writeFile(path, (await readFile(path, 'utf8')).replace('"beta": 1', '"beta": 2'));
    await refuses(run, /Cannot resume from the checkpoint: its beta is not the one given/);
  });

  test('without a record, with a damaged one, and with an incomplete one', async () => {
    const nowhere = await mpafer(['train', '--out', shop.at('nowhere'), '--resume']);
    assert.match(nowhere.stderr, /Cannot resume "[^"]+nowhere": there is no such folder\n/);
    await refuses(shop.at('drawings'), /Cannot resume "[^"]+drawings": it has no config\.resolved\.json/);
    const run = await copyOfStopped('damaged');
    await writeFile(join(run, runFiles.configuration), '{"data":');
    await refuses(run, /Cannot read "[^"]+config\.resolved\.json": it is not JSON/);
    await writeFile(join(run, runFiles.configuration), '{"data":"folder:x","configuration":{}}');
    await refuses(run, /"[^"]+config\.resolved\.json" clip: /);
  });

  test('while another process writes there, but not once that process is dead', async () => {
    const run = await copyOfStopped('busy');
    const lock = await placeLock(run, { pid: process.pid });
    await refuses(run, new RegExp(`process ${process.pid} is writing there\\n {2}If it is not at work, remove`));
    await rm(lock);
    await placeLock(run, { pid: deadProcess() });
    const { code, stderr } = await resume(run);
    assert.equal(code, 0, stderr);
    assert.ok((await readdir(run)).every((name) => !name.startsWith('.lock')));
  });
});

const freshArguments = (run: string) => [
  'train',
  '--data',
  shop.data,
  '--clip',
  shop.clip,
  '--out',
  run,
  ...oneThread,
  ...settings,
  ...long,
];

/** The number of a process that has ended. */
const deadProcess = (): number => spawnSync(process.execPath, ['--version']).pid;
