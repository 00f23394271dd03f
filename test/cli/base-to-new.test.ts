// `mpafer ablate --experiment base-to-new`: trained classes and described ones, resumable.
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { mpafer } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const out = shop.at('new');
const data = 'synthetic:?count=160';
const rows = ['--only', 'zero-shot,anchored,coop', '--shots', '1,2', '--clip', shop.clip];
const settings = ['epochs=1', 'batch=8', 'warmupEpochs=0', 'learningRate=0.3'];
const run = (...extra: readonly string[]) =>
  mpafer(['ablate', '--experiment', 'base-to-new', '--data', data, '--out', out, ...rows, ...extra, ...settings]);
const read = (name: string) => readFile(join(out, name), 'utf8');

suite('mpafer ablate --experiment base-to-new', { concurrency: 1 }, () => {
  test('writes table, JSON, CSV and a page that name the halves', async () => {
    const { code, stdout, stderr } = await run('--seeds', '1,2');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /\[1\/9\] zero-shot-shots-1-seed1-data0 {2}base [\d.]+% {2}new [\d.]+%/);
    const table = await read('table.md');
    assert.equal(stdout, `${table}\n`);
    assert.match(table, /Trained \(base\): neutral, happiness, sadness, surprise\. Only described \(new\): fear, /);
    assert.equal(table.match(/^\| (zero-shot|anchored|coop) \| [12] \|/gm)?.length, 6);
    const { cells, missing, sets } = JSON.parse(await read('results.json'));
    assert.equal(cells.length, 12);
    assert.deepEqual(missing, []);
    assert.deepEqual([sets[0].halves.base.length, sets[0].halves.new.length], [4, 4]);
    const texts = cells.find(({ row }: { row: string }) => row === 'zero-shot');
    for (const cell of cells) {
      assert.equal(cell.baseFaces + cell.newFaces, 32);
      if (cell.row === 'anchored') assert.equal(cell.new, texts.new);
    }
    assert.equal((await read('results.csv')).trimEnd().split('\r\n').length, cells.length + 1);
    const page = await read('report.html');
    assert.match(page, /Harmonic mean of base and new classes/);
    assert.match(page, /Only described \(new\): fear/);
    assert.match(page, /these faces are drawn/);
    assert.ok(!page.includes('NaN'));
  });

  test('reuses cells, and computes a lost one again to the same scores', async () => {
    const before = await read('results.json');
    const cells = Object.keys(await contentOf(join(out, 'cells')));
    await rm(join(out, 'cells', 'coop-shots-2-seed1-data0.json'));
    const part = await run('--seeds', '1,2', '--report');
    assert.equal(part.code, 0, part.stderr);
    assert.deepEqual(JSON.parse(await read('results.json')).missing, ['coop-shots-2-seed1-data0']);
    const again = await run('--seeds', '1,2');
    assert.equal(again.code, 0, again.stderr);
    assert.equal(again.stderr.match(/\(cached\)/g)?.length, cells.length - 1);
    assert.equal(await read('results.json'), before);
  });

  test('what cannot be run ends with a named error', async () => {
    const fails = async (message: RegExp, ...args: readonly string[]) => {
      const ended = await mpafer(['ablate', '--experiment', 'base-to-new', '--out', shop.at('other'), ...args]);
      assert.match(ended.stderr, message);
      assert.notEqual(ended.code, 0);
      assert.doesNotMatch(ended.stderr, /^ {4}at /m);
    };
    await fails(/Unknown row "gda" of base-to-new; expected one of zero-shot-names/, '--data', data, '--only', 'gda');
    await fails(/Cannot draw shots from "synthetic:\?count=160&shots=2"/, '--data', `${data}&shots=2`);
    await fails(/it has 3 \(.*\); expected four or more/, '--data', shop.data);
  });
});
