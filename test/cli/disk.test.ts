import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import { runFiles } from '../../src/train/run-files.ts';
import { mpafer, oneThread } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { asNobody, filesUpTo } from '../support/refusing-disk.ts';
import { resultOf } from '../support/run-result.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const whole = shop.at('runs', 'whole');

const resume = (run: string) => mpafer(['train', '--out', run, '--resume', ...oneThread]);

before(async () => {
  const ended = await shop.train('whole');
  assert.equal(ended.code, 0, ended.stderr);
});

suite('a disk that refuses writes', { concurrency: 2 }, () => {
  test('refusing a checkpoint: the run names the file, and ends as usual when resumed with space', async () => {
    const run = shop.at('runs', 'full');
    const failed = await shop.train('full', [], filesUpTo(24));
    assert.match(
      failed.stderr,
      /Error Cannot write "[^"]+state\.safetensors": [^\n]+\n[^\n]*\[disk\] mpafer errors disk\n$/,
    );
    assert.deepEqual([failed.code, failed.stdout], [1, '']);
    const files = await readdir(run, { recursive: true });
    assert.ok(
      files.includes(runFiles.metrics) && !files.some((name) => name.endsWith('.tmp') || name.includes('.lock')),
    );
    assert.equal((await resume(run)).code, 0);
    assert.deepEqual(await resultOf(run), await resultOf(whole));
  });

  test('refusing the report: the trained prompts are kept, and resuming writes the rest', async () => {
    const run = shop.at('runs', 'nearly');
    const failed = await shop.train('nearly', [], filesUpTo(90));
    assert.match(failed.stderr, /Error Cannot write "[^"]+(report\.html|\.png)": /);
    assert.equal(failed.code, 1);
    assert.ok((await readdir(`${run}/checkpoints`)).includes('best.safetensors'));
    assert.equal((await resume(run)).code, 0);
    assert.deepEqual(await resultOf(run), await resultOf(whole));
    const [found, complete] = [await readdir(run, { recursive: true }), await readdir(whole, { recursive: true })];
    assert.deepEqual(found.toSorted(), complete.toSorted());
  });

  test('without write permission: the message names folder and reason', async () => {
    await chmod(shop.root, 0o755);
    await mkdir(shop.at('locked'), { mode: 0o555 });
    const args = ['train', '--data', shop.data, '--clip', shop.clip, '--out', shop.at('locked', 'run')];
    const { code, stdout, stderr } = await mpafer(args, asNobody);
    assert.match(
      stderr,
      /Error Cannot write "[^"]+locked\/run": permission was denied\n {2}Choose another folder or change its permissions\n/,
    );
    assert.deepEqual([code, stdout], [1, '']);
    assert.deepEqual(await contentOf(shop.at('locked')), {});
  });

  test('with a file in place of the run folder', async () => {
    await mkdir(shop.at('runs'), { recursive: true });
    await writeFile(shop.at('runs', 'file'), 'mine');
    const { code, stderr } = await shop.train('file');
    assert.equal(code, 1);
    assert.match(
      stderr,
      /Error Cannot write "[^"]+file": (its folder is a file|a file of that name exists)\n {2}Choose another/,
    );
    const inside = await shop.train('file/run');
    assert.equal(inside.code, 1);
    assert.match(inside.stderr, /Error Cannot write "[^"]+file\/run": its folder is a file\n/);
  });
});
