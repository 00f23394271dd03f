// `mpafer ablate --experiment few-shot`: heads and prompts by the number of faces, in both protocols, resumable.
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { mpafer } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const out = shop.at('few');
const data = 'synthetic:?count=160';
const rows = ['--only', 'zero-shot,gda,anchored,coop', '--shots', '1,2,all', '--clip', shop.clip];
const settings = ['epochs=1', 'batch=8', 'warmupEpochs=0', 'learningRate=0.3'];
const run = (...extra: readonly string[]) =>
  mpafer(['ablate', '--experiment', 'few-shot', '--data', data, '--out', out, ...rows, ...extra, ...settings]);
const read = (name: string) => readFile(join(out, name), 'utf8');

suite('mpafer ablate --experiment few-shot', { concurrency: 1 }, () => {
  test('writes table, JSON, CSV and a page with both protocols', async () => {
    const { code, stdout, stderr } = await run('--seeds', '1');
    assert.equal(code, 0, stderr);
    const table = await read('table.md');
    assert.equal(stdout, `${table}\n`);
    assert.match(table, /, validation-free: WAR[\s\S]*, validated: WAR/);
    assert.match(table, /\| shots a class \| 1 \| 2 \| all \| s \| kB \|/);
    const results = JSON.parse(await read('results.json'));
    const names = results.cells.map(
      ({ row, protocol, shots }: Record<string, unknown>) => `${row} ${protocol} ${shots}`,
    );
    assert.deepEqual(
      [...new Set(names)].sort(),
      [
        'anchored validation-free 1',
        'anchored validation-free 2',
        'anchored validation-free all',
        ...['validated', 'validation-free'].flatMap((protocol) =>
          ['1', '2', 'all'].map((k) => `coop ${protocol} ${k}`),
        ),
        ...['validated', 'validation-free'].flatMap((protocol) => ['1', '2', 'all'].map((k) => `gda ${protocol} ${k}`)),
        'zero-shot validation-free 1',
        'zero-shot validation-free 2',
        'zero-shot validation-free all',
      ].sort(),
    );
    assert.ok(results.cells.every(({ n, numbers }: { n: number; numbers: number }) => n === 32 && numbers > 0));
    assert.deepEqual(results.missing, []);
    assert.equal((await read('results.csv')).trimEnd().split('\r\n').length, results.cells.length + 1);
    const page = await read('report.html');
    assert.match(page, /Validation-free/);
    assert.match(page, /these faces are drawn/);
    assert.ok(!page.includes('NaN'));
  });

  test('reuses cells, computes a lost one again to the same scores, and adds draws', async () => {
    const scores = async () =>
      JSON.parse(await read('results.json')).cells.map(({ seconds: _, ...rest }: Record<string, unknown>) => rest);
    const before = await scores();
    const cells = Object.keys(await contentOf(join(out, 'cells')));
    await rm(join(out, 'cells', 'anchored-validation-free-shots-2-seed1-data0.json'));
    const again = await run('--seeds', '1');
    assert.equal(again.code, 0, again.stderr);
    assert.equal(again.stderr.match(/\(cached\)/g)?.length, cells.length - 1);
    assert.deepEqual(await scores(), before);
    const report = await run('--seeds', '1,2', '--report');
    assert.equal(report.code, 0, report.stderr);
    assert.ok(JSON.parse(await read('results.json')).missing.includes('gda-validated-shots-1-seed2-data0'));
  });

  test('what cannot be run ends with a named error', async () => {
    const fails = async (message: RegExp, ...args: readonly string[]) => {
      const ended = await mpafer(['ablate', '--out', shop.at('other'), ...args]);
      assert.match(ended.stderr, message);
      assert.notEqual(ended.code, 0);
      assert.doesNotMatch(ended.stderr, /^ {4}at /m);
    };
    const few = ['--experiment', 'few-shot', '--data', data];
    await fails(/Unknown row "gdaa" of few-shot; expected one of zero-shot-names/, ...few, '--only', 'gdaa');
    await fails(/Cannot use --shots 0; expected distinct whole numbers from 1/, ...few, '--shots', '0');
    await fails(/Cannot use --shots 1,1/, ...few, '--shots', '1,1');
    await fails(/Cannot use --shots with ladder/, '--experiment', 'ladder', '--data', data, '--shots', '1');
    await fails(
      /Cannot draw shots from "synthetic:\?count=160&shots=2"/,
      '--experiment',
      'few-shot',
      '--data',
      `${data}&shots=2`,
    );
    const noTest = `folder:${shop.at('drawings', 'train')}?test=0`;
    await fails(
      /its test split is empty/,
      '--experiment',
      'few-shot',
      '--data',
      noTest,
      '--only',
      'gda',
      '--shots',
      '1',
    );
  });
});
