import assert from 'node:assert/strict';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { namedSpecs } from '../../src/cli/options/named-specs.ts';
import { crossModels, openNamed, overlapLookup } from '../../src/jobs/experiments/cross-models.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/recognise/checkpoint.ts';
import { mpafer } from '../support/command-line.ts';
import { contentOf } from '../support/folder-content.ts';
import { assertPlotsBeside } from '../support/plots-beside.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const out = shop.at('cross');
const map = shop.at('map.json');
const settings = ['epochs=2', 'batch=8', 'warmupEpochs=0', 'learningRate=0.3'];
const other = `other=folder:${shop.at('other')}`;
const cross = (...extra: string[]) =>
  mpafer(['cross', '--train', `drawn=${shop.data}`, '--clip', shop.clip, '--out', out, ...extra, ...settings]);
const both = ['--test', `drawn=${shop.data}`, other, '--map', map];
const results = async () => JSON.parse(await readFile(join(out, 'results.json'), 'utf8'));

before(async () => {
  // Other class names: one a known synonym, one in the map, one mapped to null.
  for (const [split, from, to] of [
    ['test', 'happy', 'joyful'],
    ['test', 'anger', 'cross'],
    ['test', 'sad', 'puzzled'],
  ] as const) {
    await cp(shop.at('drawings', split, from), shop.at('other', split, to), { recursive: true });
  }
  await writeFile(map, JSON.stringify({ cross: 'angry', puzzled: null }));
});

suite('mpafer cross', { concurrency: 1 }, () => {
  test('trains, tests on each, and counts the faces of classes that the model does not know', async () => {
    const ended = await cross(...both, '--seeds', '1');
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /^\| drawn \| [\d.]+ \/ [\d.]+ \| [\d.]+ \/ [\d.]+ \|$/m);
    const { cells, missing } = await results();
    const found = cells.map((cell: Record<string, unknown>) => [
      cell.train,
      cell.test,
      cell.seed,
      cell.n,
      cell.leftOut,
    ]);
    assert.deepEqual(found, [
      ['zero-shot', 'drawn', 0, 15, {}],
      ['drawn', 'drawn', 1, 15, {}],
      ['drawn', 'other', 1, 10, { puzzled: 5 }],
    ]);
    assert.deepEqual(missing, ['zero-shot-seed0-on-other']);
    assert.match(ended.stderr, /Skipped zero-shot on other: Cannot describe class "cross"/);
    assert.match(await readFile(join(out, 'report.html'), 'utf8'), /What carries over/);
    await assertPlotsBeside(out);
  });

  test('scores its own data as training did', async () => {
    const [, own, mapped] = (await results()).cells;
    const rows = (await readFile(join(out, 'runs/drawn-seed1/results.csv'), 'utf8')).split('\r\n');
    const row = rows.find((line) => line.startsWith('validation-selected,test'))!.split(',');
    assert.equal(own.war, Number(row[rows[0]!.split(',').indexOf('war')]));
    assert.ok(mapped.war >= 0 && mapped.war <= 1);
  });

  test('reuses existing results, and adds seeds', async () => {
    const kept = await contentOf(join(out, 'cells'));
    const run = await contentOf(join(out, 'runs'));
    const again = await cross(...both, '--seeds', '1,2');
    assert.equal(again.code, 0, again.stderr);
    assert.equal(again.stderr.match(/\(cached\)/g)?.length, 2);
    const [cells, runs] = [await contentOf(join(out, 'cells')), await contentOf(join(out, 'runs'))];
    for (const [name, digest] of Object.entries(kept)) assert.equal(cells[name], digest, name);
    for (const [name, digest] of Object.entries(run)) assert.equal(runs[name], digest, name);
    assert.match(again.stdout, /^\| drawn \| [\d.]+ ± [\d.]+ \/ /m);
  });

  test('an existing run is a row, tested without the faces that it was trained on', async () => {
    const folder = shop.at('carry');
    const mine = `mine=${join(out, 'runs/drawn-seed1')}`;
    const args = ['cross', '--run', mine, '--test', shop.data, '--clip', shop.clip, '--split', 'all', '--out', folder];
    const ended = await mpafer([...args, '--json']);
    assert.equal(ended.code, 0, ended.stderr);
    const { cells } = JSON.parse(ended.stdout);
    const own = cells.find(({ train }: { train: string }) => train === 'mine');
    assert.deepEqual([own.n, own.seen], [15, 36], 'train and valid are seen, test is not');
  });

  test('a pack elsewhere still identifies its training faces, and one without that record says so', async () => {
    const [pack, old] = [shop.at('mine.safetensors'), shop.at('old.safetensors')];
    await cp(shop.at('drawings'), shop.at('moved'), { recursive: true });
    const run = ['--run', join(out, 'runs/drawn-seed1'), '--clip', shop.clip];
    const packed = await mpafer(['export', ...run, '--to', 'pack', '--out', pack]);
    assert.equal(packed.code, 0, packed.stderr);
    const { data, ...rest } = readCheckpoint(await readFile(pack), pack);
    assert.deepEqual(data?.faces, { train: 24, valid: 12, test: 15 });
    await writeFile(old, writeCheckpoint(rest));
    // A pack has no run folder that names its CLIP, but only its record is read here.
    const overlaps = overlapLookup();
    const [test] = await openNamed([{ name: 'moved', spec: `folder:${shop.at('moved')}` }]);
    const models = await crossModels(
      [],
      [pack, old].map((spec, index) => ({ name: `${index}`, spec })),
      [1],
      '',
    );
    const [known, unknown] = await Promise.all(models.map((model) => overlaps(model, test!)));
    assert.deepEqual([known!.overlap?.train.size, known!.overlap?.valid.size, known!.doubt], [24, 12, undefined]);
    assert.deepEqual(unknown, { overlap: undefined, doubt: 'its file does not say what it was trained on' });
  });

  test('a cell whose faces were all used in training stays empty, and the others are computed', async () => {
    const folder = shop.at('seen');
    const mine = `mine=${join(out, 'runs/drawn-seed1')}`;
    const args = ['--run', mine, '--test', `own=${shop.data}`, `same=folder:${shop.at('drawings')}`];
    const ended = await mpafer(['cross', ...args, '--clip', shop.clip, '--split', 'valid', '--out', folder, '--json']);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stderr, /Skipped mine on own: all 12 faces were seen in training/);
    const { cells, missing } = JSON.parse(ended.stdout);
    assert.deepEqual([cells.length, missing], [2, ['mine-seed0-on-own', 'mine-seed0-on-same']]);
  });

  test('refuses maps with unknown classes, and an experiment without rows', async () => {
    const wrong = shop.at('wrong.json');
    for (const [content, message] of [
      [{ cros: 'anger' }, /no test set has a class "cros"\n {2}Did you mean "cross"\?/],
      [{ cross: 3 }, /"cross" is 3; expected a class of the model, or null/],
      [{ cross: 'angr' }, /Cannot map class "cross" to "angr": the model knows happiness/],
    ] as const) {
      await writeFile(wrong, JSON.stringify(content));
      await rm(shop.at('cross-wrong'), { recursive: true, force: true });
      const run = join(out, 'runs/drawn-seed1');
      const args = [
        '--run',
        run,
        '--test',
        other,
        '--map',
        wrong,
        '--clip',
        shop.clip,
        '--out',
        shop.at('cross-wrong'),
      ];
      const ended = await mpafer(['cross', ...args]);
      assert.match(ended.stderr, message);
      assert.equal(ended.code, 1);
    }
    const none = await mpafer(['cross', '--out', shop.at('none')]);
    assert.match(none.stderr, /Cannot test across data sets: there is no data set to train on and no run/);
    assert.equal(none.code, 2);
  });
});

test('names are given or derived from kinds and paths, and must differ', () => {
  const names = (...texts: string[]) => namedSpecs('--test', texts).map(({ name }) => name);
  assert.deepEqual(names('ck48:data/CK+48?fold=0', 'mine=folder:x?valid=0', 'runs/first/'), ['ck48', 'mine', 'first']);
  assert.deepEqual(names('ck48:CK?fold=0', 'ck48:CK?fold=1'), ['ck48-CK-fold-0', 'ck48-CK-fold-1']);
  assert.equal(namedSpecs('--test', ['a b=folder:x?y=1'])[0]!.spec, 'folder:x?y=1');
  assert.throws(() => names('a=folder:x', 'a=folder:y'), { code: 'usage', message: /two of them are named "a"/ });
});
