import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { runScores } from '../../src/jobs/train/run-scores.ts';
import { assertSelfContained } from '../report/drawing.ts';
import { mpafer } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { assertPlotsBeside } from '../support/plots-beside.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const run = shop.at('runs', 'run');
const on = (command: string, out: string, ...extra: string[]) =>
  mpafer([command, '--run', run, '--data', shop.data, '--out', shop.at(out), ...extra]);
const read = (out: string, name: string) => readFile(join(shop.at(out), name), 'utf8');

before(async () => {
  const ended = await shop.train('run', ['epochs=3']);
  assert.equal(ended.code, 0, ended.stderr);
});

suite('mpafer stress', { concurrency: 1 }, () => {
  test('reports accuracy against severity, starting from the score that evaluation reports', async () => {
    const ended = await on('stress', 'stress', '--only', 'dark,jpeg');
    assert.equal(ended.code, 0, ended.stderr);
    const { cells } = JSON.parse(await read('stress', 'results.json'));
    assert.equal(cells.length, 11);
    const scores = await runScores(run);
    assert.equal(
      cells[0].war,
      scores.find(({ name, split }) => name === 'validation-selected' && split === 'test')!.war,
    );
    assert.deepEqual(
      cells.slice(6).map(({ perturbation, severity }: Record<string, unknown>) => [perturbation, severity]),
      [1, 2, 3, 4, 5].map((severity) => ['jpeg', severity]),
    );
    assert.match(ended.stdout, /^\| dark( \| [\d.]+){6} \|$/m);
    const page = await read('stress', 'report.html');
    assertSelfContained(page);
    assert.match(page, /Too little light/);
    await assertPlotsBeside(shop.at('stress'));
  });

  test('reuses existing results, and gives the same ones in another folder', async () => {
    const kept = await contentOf(shop.at('stress'));
    const again = await on('stress', 'stress', '--only', 'dark,jpeg');
    assert.equal(again.stderr.match(/\(cached\)/g)?.length, 11);
    assert.deepEqual(await contentOf(shop.at('stress')), kept);
    const other = await on('stress', 'stress-2', '--only', 'dark,jpeg', '--quiet');
    assert.deepEqual([other.code, other.stderr], [0, '']);
    assert.equal(await read('stress-2', 'results.csv'), await read('stress', 'results.csv'));
  });

  test('refuses a different number of faces in the same folder, and an unknown perturbation', async () => {
    const fewer = await on('stress', 'stress', '--faces', '4');
    assert.match(fewer.stderr, /Cannot add to the experiment in "[^"]+": its faces is 15; given 4/);
    const wrong = await on('stress', 'stress-3', '--only', 'fog');
    assert.match(wrong.stderr, /Unknown perturbation "fog"; expected one of eyes, mouth, dark/);
    assert.deepEqual([fewer.code, wrong.code], [1, 2]);
  });
});

suite('mpafer prototypes', { concurrency: 1 }, () => {
  test('writes similarities, a map, and a page that warns about the faces in it', async () => {
    const ended = await on('prototypes', 'prototypes', '--nearest', '2');
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /^plain CLIP +cosine within [\d.-]+ +between /m);
    assert.match(ended.stderr, /contains pictures of faces: treat it as you treat the data/);
    const { stages, texts, prototypes } = JSON.parse(await read('prototypes', 'results.json'));
    assert.deepEqual(
      [...stages, ...texts].map(({ name }: { name: string }) => name),
      ['plain CLIP', 'prompted', 'hard prompts', 'soft prompts'],
    );
    assert.equal(prototypes, 'kept in the run');
    assert.equal((await read('prototypes', 'map.csv')).trimEnd().split('\r\n').length, 16);
    const page = await read('prototypes', 'prototypes.html');
    assertSelfContained(page);
    assert.equal(page.match(/data:image\/png/g)?.length, 6);
    assert.match(page, /This page contains pictures of faces/);
    await assertPlotsBeside(shop.at('prototypes'), 'similarity-plain-clip', 'map-prompted');
  });

  test('shows no faces under --no-pictures', async () => {
    const ended = await on('prototypes', 'no-faces', '--no-pictures', '--json');
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(JSON.parse(ended.stdout).faces, 15);
    assert.doesNotMatch(await read('no-faces', 'prototypes.html'), /data:image\/png|pictures of faces/);
  });

  test('computes prototypes for a run without visual prompts and prototypes, and draws one map', async () => {
    const bare = await shop.train('bare', ['epochs=1', 'visualPrompts=0', 'prototypeAlignment=none']);
    assert.equal(bare.code, 0, bare.stderr);
    const args = ['--run', shop.at('runs', 'bare'), '--data', shop.data, '--out', shop.at('bare'), '--json'];
    const ended = await mpafer(['prototypes', ...args]);
    assert.equal(ended.code, 0, ended.stderr);
    const { stages, prototypes } = JSON.parse(ended.stdout);
    assert.deepEqual([stages.length, prototypes], [1, 'computed from the training split: the run keeps none']);
  });

  test('refuses a path that is not a run', async () => {
    const ended = await mpafer(['prototypes', '--run', shop.at('nowhere'), '--data', shop.data, '--out', shop.at('x')]);
    assert.match(ended.stderr, /Cannot open run "[^"]+nowhere": there is no such folder, file or pack/);
    assert.equal(ended.code, 1);
  });
});
