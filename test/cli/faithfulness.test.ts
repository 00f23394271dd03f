import assert from 'node:assert/strict';
import { readFile, rm, stat } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import { mpafer } from '../support/command-line.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const run = shop.at('runs', 'run');
const small = ['--faces', '10', '--fewer', '5', '--steps', '2', '--random', '2', '--split', 'all', '--threads', '1'];
const faithfulness = (out: string, ...args: string[]) =>
  mpafer(['faithfulness', '--run', run, '--data', shop.data, '--out', shop.at(out), ...small, ...args]);
const explain = (...args: string[]) => mpafer(['explain', '--run', run, '--faces', 'crop', ...args]);

before(async () => {
  const ended = await shop.train('run');
  assert.equal(ended.code, 0, ended.stderr);
});

suite('mpafer faithfulness', () => {
  test('prints gaps and verdicts, writes numbers and a page, and keeps the verdict with the run', async () => {
    const { code, stdout, stderr } = await faithfulness('faithful', '--methods', 'gate,patches,occlusion');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Insertion less deletion of the scaled margin .*, 10 faces\n +tokens +road +mean\ngate /);
    assert.match(stdout, /\ngate: (passed|FAILED)\n {2}(ok|failed) +beats random orders: tokens [+−]\d+\.\d\d \[/);
    const { study, record } = JSON.parse(await readFile(shop.at('faithful', 'results.json'), 'utf8'));
    assert.deepEqual([study.faces, study.removals.length, record.maps.length], [10, 3, 3]);
    // The slow map and random orders are measured on fewer faces.
    const { maps, randomGaps } = study.removals[2];
    const facesOf = (name: string) => maps.find((map: { name: string }) => map.name === name).faces;
    assert.deepEqual([facesOf('gate'), facesOf('occlusion'), facesOf('random'), randomGaps.length], [10, 5, 5, 2]);
    assert.match(stdout, /\n2 random orders one by one: tokens [+-]\d\.\d\d to [+-]\d\.\d\d, road /);
    const page = await readFile(shop.at('faithful', 'report.html'), 'utf8');
    for (const id of ['verdicts', 'curves', 'gains', 'weights', 'planted', 'stability', 'regions', 'plausibility']) {
      assert.match(page, new RegExp(`<section id="${id}">`));
    }
    assert.doesNotMatch(page, /NaN|undefined/);
    const kept = JSON.parse(await readFile(shop.at('runs', 'run', 'faithfulness.json'), 'utf8'));
    assert.deepEqual(kept, record);
  });

  test('the verdict travels into explanations', async () => {
    const face = shop.at('drawings', 'test', 'happy', '0.png');
    const { stdout } = await explain('--json', '--quiet', face);
    const [{ verdict }] = JSON.parse(stdout);
    assert.match(verdict.verdict, /^(passed|failed)$/);
    assert.match(verdict.text, /^the map gate (passed|failed) /);
    const other = await explain('--method', 'rollout', '--json', '--quiet', face);
    assert.equal(JSON.parse(other.stdout)[0].verdict.verdict, 'not measured');
  });

  test('what is finished is reused, and gives the same numbers', async () => {
    const first = await readFile(shop.at('faithful', 'results.json'), 'utf8');
    const cell = shop.at('faithful', 'cells', 'maps-0.json');
    const { mtimeMs } = await stat(cell);
    await rm(shop.at('faithful', 'cells', 'curves-road-0.json'));
    const { code, stderr } = await faithfulness('faithful', '--methods', 'gate,patches,occlusion');
    assert.equal(code, 0, stderr);
    assert.equal((await stat(cell)).mtimeMs, mtimeMs);
    assert.equal(await readFile(shop.at('faithful', 'results.json'), 'utf8'), first);
  });

  test('other conditions are refused, as are numbers and names that make no sense', async () => {
    const other = await faithfulness('faithful', '--methods', 'gate');
    assert.equal(other.code, 1);
    assert.match(other.stderr, /Cannot add to the experiment in "[^"]*faithful"/);
    for (const [args, message] of [
      [['--steps', '1'], /Cannot use --steps 1; expected a whole number from 2 to 64/],
      [['--faces', '3'], /Cannot use --faces 3; expected a whole number from 10 /],
      [
        ['--methods', 'gate,grad-cam'],
        /Cannot use --methods gate,grad-cam; expected distinct names of gate, gradient, /,
      ],
      [['--methods', 'gate,gate'], /expected distinct names/],
      [['--removals', 'blur'], /Cannot use --removals blur; expected distinct names of tokens, road, mean/],
    ] as const) {
      const ended = await faithfulness('other', ...args);
      assert.equal(ended.code, 2);
      assert.match(ended.stderr, message);
    }
  });
});
