import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { runFiles } from '../../src/train/run-files.ts';
import { mpafer } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { writeTinyModel } from '../support/tiny-model.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const run = shop.at('runs', 'run');
const evaluate = (...extra: string[]) => mpafer(['evaluate', '--run', run, '--data', shop.data, ...extra]);

async function json(...extra: string[]) {
  const { code, stdout, stderr } = await evaluate('--json', ...extra);
  assert.equal(code, 0, stderr);
  return { ...JSON.parse(stdout), stderr };
}

/** Ends with this code and message, no stack and nothing on standard output. */
async function fails(code: number, message: RegExp, ...args: string[]): Promise<void> {
  const ended = await mpafer(['evaluate', ...args]);
  assert.match(ended.stderr, message);
  assert.doesNotMatch(ended.stderr, /^ {4}at /m);
  assert.deepEqual([ended.code, ended.stdout], [code, '']);
}

before(async () => {
  const ended = await shop.train('run');
  assert.equal(ended.code, 0, ended.stderr);
});

suite('mpafer evaluate', { concurrency: 2 }, () => {
  test('prints n, WAR, UAR, recalls and the confusion matrix as JSON', async () => {
    const scores = await json();
    assert.deepEqual(scores.classes, ['happiness', 'sadness', 'anger']);
    assert.deepEqual([scores.data, scores.split, scores.n], ['folder', 'test', 15]);
    const right = scores.confusion.map((row: number[], index: number) => row[index]!);
    assert.deepEqual(
      scores.perClass.map(({ name, n, recall }: Record<string, unknown>) => [name, n, recall]),
      right.map((count: number, index: number) => [scores.classes[index], 5, count / 5]),
    );
    assert.equal(scores.war, right.reduce((sum: number, count: number) => sum + count, 0) / 15);
    assert.ok(Math.abs(scores.uar - scores.war) < 1e-12, 'classes of equal size');
    assert.deepEqual(scores.leftOut, {});
    assert.match(scores.stderr, /class +train +valid +test\n/, 'progress is on standard error');
  });

  test('warns if the run was trained on the faces, wherever checkpoint and data are, and only then', async () => {
    const [file, data] = [shop.at('alone.safetensors'), shop.at('moved')];
    await cp(join(run, runFiles.best), file);
    await cp(shop.at('drawings'), data, { recursive: true });
    const judged = async (split: string, ...extra: string[]) => {
      const args = ['--run', file, '--clip', shop.clip, '--data', `folder:${data}`, '--split', split, ...extra];
      const { code, stdout, stderr } = await mpafer(['evaluate', '--json', ...args]);
      assert.equal(code, 0, stderr);
      return { stderr, warning: JSON.parse(stdout).warning };
    };
    const trained = await judged('train', '--out', shop.at('judged'), '--no-pictures');
    assert.match(trained.warning, /^The run was trained on 24 of the 24 faces: /);
    assert.ok(trained.stderr.includes(trained.warning));
    assert.ok((await readFile(shop.at('judged', 'report.html'), 'utf8')).includes(trained.warning));
    assert.match((await judged('valid')).warning, /^Training chose its epoch and temperature on 12 of the 12 faces/);
    const clean = await judged('test');
    assert.equal(clean.warning, undefined);
    assert.doesNotMatch(clean.stderr, /The run|Training chose/);
    assert.ok(!(await readFile(file)).includes(shop.root), 'the file contains no path');
  });

  test('gives the scores that training reported, to the last digit, for both splits', async () => {
    const rows = (await readFile(`${run}/${runFiles.results}`, 'utf8')).trimEnd().split(/\r?\n/);
    const columns = rows[0]!.split(',');
    for (const split of ['test', 'valid']) {
      const row = rows.find((line) => line.startsWith(`validation-selected,${split},`))!.split(',');
      const scores = await json('--split', split);
      const fields = { n: scores.n, war: scores.war, uar: scores.uar, macro_f1: scores.macroF1, nll: scores.nll };
      for (const [name, value] of Object.entries(fields)) assert.equal(Number(row[columns.indexOf(name)]), value, name);
      const confusion = await readFile(`${run}/${runFiles.confusionTable}`, 'utf8');
      if (split === 'test') {
        const table = confusion.trimEnd().split(/\r?\n/).slice(1);
        assert.deepEqual(
          scores.confusion,
          table.map((line) => line.split(',').slice(1).map(Number)),
        );
      }
    }
  });

  test('changes nothing in the run', async () => {
    const before = await contentOf(run);
    await json();
    assert.deepEqual(await contentOf(run), before);
  });

  test('prints scores as text on standard output, and with --quiet nothing else', async () => {
    const { code, stdout, stderr } = await evaluate('--quiet');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^15 faces of folder, test\nWAR \d+\.\d\d % \(95 %: /);
    assert.match(stdout, /^ {2}happiness +5 {2}recall \d+\.\d\d %$/m);
    assert.ok(!stdout.includes('\x1b['));
  });

  test('accepts the last checkpoint as a file, with the CLIP that its run names', async () => {
    const rows = await readFile(`${run}/${runFiles.results}`, 'utf8');
    const last = rows.split(/\r?\n/).find((line) => line.startsWith('last,test,'))!;
    const { code, stdout, stderr } = await mpafer([
      'evaluate',
      '--json',
      '--run',
      `${run}/${runFiles.last}`,
      '--data',
      shop.data,
    ]);
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).war, Number(last.split(',')[4]));
  });

  test('finds classes by name, whatever their folders are called and in whatever order', async () => {
    const folder = shop.at('renamed');
    for (const [from, to] of [
      ['sad', 'Sadness'],
      ['happy', 'JOY'],
      ['anger', 'angry'],
    ])
      await cp(shop.at('drawings', 'test', from!), `${folder}/test/${to}`, { recursive: true });
    const [renamed, original] = [await json('--data', `folder:${folder}`), await json()];
    assert.deepEqual(renamed.confusion, original.confusion);
    assert.ok(Math.abs(renamed.nll - original.nll) < 1e-9);
  });

  test('skips classes that the run does not know, and says how many faces they have', async () => {
    const folder = shop.at('more');
    await cp(shop.at('drawings', 'test'), `${folder}/test`, { recursive: true });
    await cp(shop.at('drawings', 'test', 'sad'), `${folder}/test/wink`, { recursive: true });
    await rm(`${folder}/test/anger`, { recursive: true });
    const scores = await json('--data', `folder:${folder}`);
    assert.deepEqual([scores.n, scores.leftOut], [10, { wink: 5 }]);
    assert.match(scores.stderr, /skipped 5 faces of wink, a class that the run does not know/);
    const anger = scores.perClass[2];
    assert.deepEqual([anger.name, anger.n, anger.recall], ['anger', 0, null]);
    const recalls = scores.perClass.slice(0, 2).map(({ recall }: { recall: number }) => recall);
    assert.equal(scores.uar, (recalls[0] + recalls[1]) / 2, 'UAR is averaged over the classes that occur');
  });

  test('refuses data without a class that the run knows, naming its classes', async () => {
    const folder = shop.at('strange');
    await cp(shop.at('drawings', 'test', 'sad'), `${folder}/test/wink`, { recursive: true });
    const message =
      /Cannot evaluate on the test split of folder: it has no face of happiness, sadness, anger\n {2}Its classes are wink; splits with faces are test/;
    await fails(1, message, '--run', run, '--data', `folder:${folder}`);
  });

  test('refuses a split that is empty', async () => {
    const message = /Cannot evaluate on the valid split[^\n]+\n[^\n]+splits with faces are train, test/;
    await fails(
      1,
      message,
      '--run',
      run,
      '--split',
      'valid',
      '--data',
      `folder:${shop.at('drawings', 'train')}?valid=0`,
    );
  });

  test('refuses an unknown split and an unknown kind of data, naming the known ones', async () => {
    const split = /--split <name>' argument 'tset' is invalid\. Allowed choices are train, valid, test, all\./;
    await fails(2, split, '--run', run, '--data', shop.data, '--split', 'tset');
    await fails(
      2,
      /there is no kind "foldr"; expected one of ferplus: [^\n]+\n {2}Did you mean folder:\?/,
      '--run',
      run,
      '--data',
      'foldr:x',
    );
  });

  test('refuses another CLIP, naming both', async () => {
    const other = await writeTinyModel(shop.at('other'), 2);
    const message =
      /Cannot use "[^"]+best\.safetensors" with CLIP "[^"]+other" \(SHA-256 [0-9a-f]{12}\.\.\.\): its prompts were trained on "clip" \([0-9a-f]{12}/;
    await fails(1, message, '--run', run, '--data', shop.data, '--clip', other);
  });

  test('refuses a truncated checkpoint, and a file that is not a checkpoint', async () => {
    const copy = shop.at('cut');
    await cp(run, copy, { recursive: true });
    await truncate(`${copy}/${runFiles.best}`, 2000);
    await fails(1, /Error Cannot read "[^"]+best\.safetensors"/, '--run', copy, '--data', shop.data);
    const message =
      /Cannot read checkpoint "[^"]+model\.safetensors": its format is "none"; expected "mpafer-checkpoint-1"/;
    await fails(1, message, '--run', `${shop.clip}/model.safetensors`, '--data', shop.data);
  });

  test('refuses a folder without a finished run, and says how to finish it', async () => {
    await fails(
      1,
      /Cannot open run "[^"]+gone": there is no such folder/,
      '--run',
      shop.at('gone'),
      '--data',
      shop.data,
    );
    await mkdir(shop.at('empty'));
    const nothing =
      /Cannot open run "[^"]+empty": it contains no checkpoints\/best\.safetensors\n {2}Name the folder of a training run/;
    await fails(1, nothing, '--run', shop.at('empty'), '--data', shop.data);
    const open = shop.at('open');
    await cp(run, open, { recursive: true });
    await rm(`${open}/${runFiles.best}`);
    await fails(
      1,
      /it contains no [^\n]+\n {2}Its training has not completed an epoch yet; resume it\n/,
      '--run',
      open,
      '--data',
      shop.data,
    );
  });

  test('names the face that cannot be decoded', async () => {
    const folder = shop.at('damaged');
    await cp(shop.at('drawings'), folder, { recursive: true });
    await truncate(`${folder}/test/sad/2.png`, 100);
    await fails(
      1,
      /Cannot decode "[^"]+test\/sad\/2\.png": it is damaged or cut short/,
      '--run',
      run,
      '--data',
      `folder:${folder}`,
    );
  });
});
