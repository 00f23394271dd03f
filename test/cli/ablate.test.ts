import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { mpafer } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { assertPlotsBeside } from '../support/plots-beside.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const out = shop.at('ablation');
const settings = ['epochs=1', 'batch=8', 'warmupEpochs=0', 'learningRate=0.3'];
const ablate = (...extra: string[]) =>
  mpafer(['ablate', '--data', shop.data, '--clip', shop.clip, '--out', out, ...extra]);
const baselines = ['--experiment', 'baselines', '--only', 'zero-shot,linear-probe,kgcoop,visual-alone'];
const read = (name: string) => readFile(join(out, name), 'utf8');
const namesOf = (results: { rows: { variant: string; runs: number }[] }) =>
  results.rows.map(({ variant, runs }) => [variant, runs]);

suite('mpafer ablate', { concurrency: 1 }, () => {
  test('runs baselines, zero-shot templates and a linear probe, and writes a table, JSON, CSV and a page', async () => {
    const { code, stdout, stderr } = await ablate(...baselines, '--seeds', '1', ...settings);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, `${await read('table.md')}\n`);
    const results = JSON.parse(await read('results.json'));
    assert.deepEqual(namesOf(results), [
      ['zero-shot, type 1', 1],
      ['zero-shot, type 2', 1],
      ['zero-shot, type 3', 1],
      ['linear-probe', 1],
      ['kgcoop', 1],
      ['visual-alone', 1],
    ]);
    assert.deepEqual(results.missing, []);
    assert.equal((await read('results.csv')).trimEnd().split('\r\n').length, 7);
    assert.match(await read('report.html'), /MPA-FER compared with its baselines/);
    await assertPlotsBeside(out, 'result-war', 'result-uar');
    assert.match(stderr, /6\/6 {2}visual-alone-seed1-data0 {2}WAR \d/);
  });

  test('reuses existing results, names missing ones, and runs added variants', async () => {
    const before = await contentOf(join(out, 'cells'));
    const report = await ablate(...baselines, '--seeds', '1,2', '--report', ...settings);
    assert.equal(report.code, 0, report.stderr);
    assert.deepEqual(JSON.parse(await read('results.json')).missing, [
      'kgcoop-seed2-data0',
      'visual-alone-seed2-data0',
    ]);
    assert.match(await read('report.html'), /<code>kgcoop-seed2-data0<\/code>/);
    assert.deepEqual(await contentOf(join(out, 'cells')), before);
    await rm(join(out, 'cells', 'kgcoop-seed1-data0.json'));
    const again = await ablate(...baselines, '--seeds', '1', ...settings);
    assert.equal(again.code, 0, again.stderr);
    assert.equal(again.stderr.match(/\(cached\)/g)?.length, 5);
    assert.deepEqual(await contentOf(join(out, 'cells')), before, 'a recomputed cell is the same');
  });

  test('runs only the rows named by --only', async () => {
    const alone = shop.at('probe');
    const ended = await mpafer([
      ...['ablate', '--data', shop.data, '--clip', shop.clip, '--out', alone, '--only', 'linear-probe'],
    ]);
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(Object.keys(await contentOf(join(alone, 'cells'))), ['linear-probe-data0.json']);
    const trained = shop.at('coop');
    const other = await mpafer([
      ...['ablate', '--data', shop.data, '--clip', shop.clip, '--out', trained, '--only', 'coop', '--seeds', '1'],
      ...settings,
    ]);
    assert.equal(other.code, 0, other.stderr);
    assert.deepEqual(Object.keys(await contentOf(join(trained, 'cells'))), ['coop-seed1-data0.json']);
  });

  test('refuses other settings in the same folder, invalid lists and unknown variants', async () => {
    const other = await ablate(...baselines, 'epochs=2');
    assert.equal(other.code, 1);
    assert.match(other.stderr, /Cannot add to the experiment in "[^"]+": its configuration\.\w+ is [^\n]+; given /);
    for (const [args, message] of [
      [['--seeds', '1,1'], /Cannot use --seeds 1,1; expected distinct whole numbers/],
      [['--only', 'cop'], /Unknown row "cop" of ladder; expected one of linear-probe, coop, visual/],
    ] as const) {
      const wrong = await ablate(...args);
      assert.match(wrong.stderr, message);
      assert.equal(wrong.code, 2);
    }
  });
});
