import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { parseConfiguration } from '../../src/configuration/configuration.ts';
import { readCheckpoint } from '../../src/recognise/checkpoint.ts';
import { runFiles } from '../../src/train/run-files.ts';
import type { Ended } from '../support/command-line.ts';
import { drawnClasses } from '../support/drawings.ts';
import { contentOf } from '../support/folder-content.ts';
import { resultOf } from '../support/run-result.ts';
import { workshop } from '../support/workshop.ts';

const shop = await workshop();
const run = shop.at('runs', 'first');
let ended: Ended;
/** The verdict on the run's maps comes later, if at all. */
const writtenFiles = Object.values(runFiles).filter((name) => name !== runFiles.faithfulness);

const read = (name: string, folder = run) => readFile(join(folder, name), 'utf8');
const json = async (name: string) => JSON.parse(await read(name));
const metrics = async (folder = run): Promise<Record<string, number>[]> =>
  (await read(runFiles.metrics, folder))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
before(async () => {
  ended = await shop.train('first');
  assert.equal(ended.code, 0, ended.stderr);
});

suite('mpafer train', { concurrency: 2 }, () => {
  test('writes every file of a run folder and no other', async () => {
    const files = await readdir(run, { recursive: true });
    const named = [...writtenFiles, 'checkpoints'];
    const found = files.map((file) => file.replaceAll('\\', '/'));
    const plots = found.filter((file) => file.startsWith('plots'));
    assert.deepEqual(found.filter((file) => !plots.includes(file)).sort(), named.sort());
    assert.ok(plots.includes('plots/confusion-confusion-validation-selected.svg'), plots.join('\n'));
    for (const file of plots.filter((name) => name.endsWith('.svg'))) {
      assert.ok(plots.includes(file.replace(/svg$/, 'png')), file);
    }
    assert.ok(plots.every((file) => /^plots(\/[a-z0-9-]+\.(svg|png))?$/.test(file)));
  });

  test('records the whole configuration, so that the run can be repeated', async () => {
    const { data, clip, configuration } = await json(runFiles.configuration);
    assert.deepEqual([data, clip], [shop.data, shop.clip]);
    assert.equal(configuration.epochs, 8);
    assert.equal(configuration.momentum, 0.9);
    assert.deepEqual(JSON.parse(JSON.stringify(parseConfiguration(configuration, 'it'))), configuration);
  });

  test('records software versions and data', async () => {
    const environment = await json(runFiles.environment);
    for (const name of ['mpafer', 'node', 'onnxruntime-node', 'sharp']) assert.match(environment[name], /^\d+\.\d+/);
    const { name, classes, counts, fingerprint } = await json(runFiles.data);
    assert.equal(name, 'folder');
    assert.deepEqual(classes, ['happiness', 'sadness', 'anger']);
    assert.deepEqual(counts, { train: [8, 8, 8], valid: [4, 4, 4], test: [5, 5, 5] });
    assert.match(fingerprint, /^[0-9a-f]{16}$/);
  });

  test('writes a line of metrics for each step and each epoch, in order', async () => {
    const lines = await metrics();
    const steps = lines.filter(({ kind }) => String(kind) === 'step');
    assert.deepEqual(
      steps.map(({ step }) => step),
      Array.from({ length: 24 }, (_, index) => index + 1),
    );
    const epochs = lines.filter(({ kind }) => String(kind) === 'epoch');
    assert.deepEqual(
      epochs.map(({ epoch, step }) => [epoch, step]),
      Array.from({ length: 8 }, (_, index) => [index + 1, 3 * (index + 1)]),
    );
    assert.ok(lines.every((line) => Object.values(line).every((value) => value !== null)));
  });

  test('lowers the losses and raises the accuracy on drawings that are easy to distinguish', async () => {
    const epochs = (await metrics()).filter(({ kind }) => String(kind) === 'epoch');
    const [first, last] = [epochs[0]!, epochs.at(-1)!];
    for (const name of ['loss', 'classification', 'tokenAlignment'])
      assert.ok(last[name]! < 0.8 * first[name]!, `${name} went from ${first[name]} to ${last[name]}`);
    assert.ok(last.trainWar! > first.trainWar! + 0.2);
    const rows = await results();
    assert.ok(rows['last test']!.war! > rows['zero-shot test']!.war! + 0.4);
  });

  test('reports zero-shot, last and validation-selected scores for both splits', async () => {
    const rows = await results();
    const names = ['zero-shot', 'last', 'validation-selected'];
    assert.deepEqual(Object.keys(rows).sort(), names.flatMap((name) => [`${name} test`, `${name} valid`]).sort());
    for (const row of Object.values(rows)) {
      assert.ok(row.war_low! <= row.war! && row.war! <= row.war_high!);
    }
    assert.equal(rows['last test']!.n, 15);
    const valid = (await metrics()).flatMap(({ valid }) => (valid ? [Object(valid).war as number] : []));
    assert.equal(rows['validation-selected valid']!.war, Math.max(...valid), 'the best epoch on validation');
    assert.equal(rows['validation-selected valid']!.epoch, valid.indexOf(Math.max(...valid)) + 1);
    assert.equal(rows['last valid']!.war, valid.at(-1));
  });

  test('writes the confusion matrix of the headline score as a picture and as a table', async () => {
    assert.match(await read(runFiles.confusion), /^<svg [\s\S]+<\/svg>\s*$/);
    const [head, ...rows] = (await read(runFiles.confusionTable)).trimEnd().split(/\r?\n/);
    assert.equal(head, 'truth,happiness,sadness,anger');
    const counts = rows.map((row) => row.split(',').slice(1).map(Number));
    const right = counts.reduce((sum, row, index) => sum + row[index]!, 0);
    assert.ok(counts.every((row) => row.reduce((sum, count) => sum + count, 0) === 5));
    assert.equal((await results())['validation-selected test']!.war, right / 15);
  });

  test('writes a self-contained report and a model card that states limits', async () => {
    const report = await read(runFiles.report);
    assert.match(report, /<title>[^<]*MPA-FER on folder/);
    assert.doesNotMatch(report, /<(script|link|img|iframe)[^>]+(src|href)="?https?:/);
    const card = await read(runFiles.card);
    for (const part of ['# MPA-FER on folder', '## Use', '## Results', '## Limits', 'validation-selected'])
      assert.ok(card.includes(part), part);
  });

  test('records no local paths, except in the configuration that is needed to resume', async () => {
    for (const name of writtenFiles) {
      const content = (await readFile(join(run, name))).toString('latin1');
      if (name !== runFiles.configuration) assert.ok(!content.includes(shop.root), name);
      assert.ok(!content.includes('\x89PNG') && !content.includes('data:image/png'), `${name} holds a picture`);
    }
    assert.equal(readCheckpoint(await readFile(join(run, runFiles.best)), 'best').clip.name, 'clip');
  });

  test('prints counts, epochs and scores on standard error and nothing on standard output', () => {
    assert.equal(ended.stdout, '');
    assert.match(ended.stderr, /class +train +valid +test\n +happiness +8 +4 +5\n/);
    assert.match(ended.stderr, /epoch +8 {2}loss \d+\.\d+ {2}train \d+\.\d\d %/);
    assert.match(ended.stderr, /test {2}validation-selected +WAR \d+\.\d\d %/);
    assert.ok(!ended.stderr.includes('\x1b['), 'no colours and no cursor moves without a terminal');
  });

  test('gives equal bytes for the same seed, with one thread and with two', async () => {
    const again = await shop.train('again', ['--quiet', '--threads', '2']);
    assert.deepEqual(again, { code: 0, stdout: '', stderr: '' }, '--quiet prints nothing');
    assert.deepEqual(await resultOf(shop.at('runs', 'again')), await resultOf(run));
  });

  test('gives other prompts for another seed, on the same splits', async () => {
    assert.equal((await shop.train('other', ['seed=2'])).code, 0);
    const other = shop.at('runs', 'other');
    assert.notEqual((await resultOf(other))[runFiles.best], (await resultOf(run))[runFiles.best]);
    assert.equal(JSON.parse(await read(runFiles.data, other)).fingerprint, (await json(runFiles.data)).fingerprint);
  });

  test('reads settings from a file, overridden by those of the command line', async () => {
    const file = shop.at('quick.json');
    await writeFile(file, JSON.stringify({ epochs: 5, batch: 4, hardPrompt: 2, augmentation: { flip: 0.25 } }));
    const settings = ['epochs=1', 'augmentation.crop={"scale":[0.9,1],"ratio":[1,1]}'];
    assert.equal((await shop.train('file', ['--config', file, ...settings])).code, 0);
    const { configuration } = JSON.parse(await read(runFiles.configuration, shop.at('runs', 'file')));
    const { epochs, batch, hardPrompt, augmentation } = configuration;
    assert.deepEqual([epochs, batch, hardPrompt], [1, 8, 2]);
    assert.deepEqual(augmentation, { flip: 0.25, crop: { scale: [0.9, 1], ratio: [1, 1] } });
  });

  test('warns when all epochs are warm-up, as in a first try of one epoch', async () => {
    assert.doesNotMatch(ended.stderr, /warm-up/);
    const one = await shop.train('one', ['epochs=1', 'warmupEpochs=1']);
    assert.equal(one.code, 0);
    assert.match(one.stderr, /the only epoch is warm-up at learning rate 0\.00001[^\n]+warmupEpochs=0\n/);
  });

  test('trains custom classes with custom descriptions, one or several each', async () => {
    const names = Object.keys(drawnClasses);
    const spec = shop.at('own');
    for (const [index, name] of ['wink', 'pout'].entries())
      await mkdir(join(spec, name), { recursive: true }).then(async () => {
        for (let count = 0; count < 6; count++) {
          const source = shop.at('drawings', 'train', names[index]!, `${count}.png`);
          await writeFile(join(spec, name, `${count}.png`), await readFile(source));
        }
      });
    const descriptions = shop.at('own.json');
    await writeFile(descriptions, JSON.stringify({ wink: 'one eye closed', pout: ['lips pushed out', 'chin up'] }));
    const own = await shop.train('own', ['--data', `folder:${spec}`, '--descriptions', descriptions, 'epochs=1']);
    assert.equal(own.code, 0, own.stderr);
    assert.match(own.stderr, /no split folders: dealt \d train, \d valid, \d test/);
    const { classes } = readCheckpoint(await readFile(shop.at('runs', 'own', runFiles.best)), 'best');
    assert.deepEqual(classes, ['pout', 'wink']);
  });

  test('trains without validation and test images, and says that the last epoch is kept', async () => {
    const bare = await shop.train('bare', [
      '--data',
      `folder:${shop.at('drawings', 'train')}?valid=0&test=0`,
      'epochs=1',
    ]);
    assert.equal(bare.code, 0, bare.stderr);
    const { last, best } = runFiles;
    assert.equal(await read(best, shop.at('runs', 'bare')), await read(last, shop.at('runs', 'bare')));
  });

  test('shows drawn faces in the report, and says that its numbers are for drawings', async () => {
    const drawn = await shop.train('drawn', ['--data', 'synthetic:?count=64&size=24', 'epochs=1']);
    assert.equal(drawn.code, 0, drawn.stderr);
    const report = await read(runFiles.report, shop.at('runs', 'drawn'));
    assert.equal(report.match(/data:image\/png;base64,/g)?.length, 12);
    for (const name of [runFiles.report, runFiles.card])
      assert.match(await read(name, shop.at('runs', 'drawn')), /These numbers are for drawn faces/);
  });

  test('refuses a folder that holds a run, and changes nothing in it', async () => {
    const before = await contentOf(run);
    const refused = await shop.train('first', ['epochs=1']);
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /Cannot train into "[^"]+first": it already contains a run\n {2}Resume the run, or choose another folder/,
    );
    assert.deepEqual(await contentOf(run), before);
  });
});

async function results(): Promise<Record<string, Record<string, number>>> {
  const [head, ...rows] = (await read(runFiles.results)).trimEnd().split(/\r?\n/);
  const columns = head!.split(',');
  return Object.fromEntries(
    rows.map((row) => {
      const cells = row.split(',');
      return [`${cells[0]} ${cells[1]}`, Object.fromEntries(columns.map((name, at) => [name, Number(cells[at])]))];
    }),
  );
}
