// The Teach room: a project from its zip, an answer at once, labels by keys, prompts trained in the tab, and files for the command line.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { csvRows } from '../../../src/core/csv.ts';
import { ofSplit } from '../../../src/data/dataset.ts';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { nodeEngine } from '../../../src/engine/node/node-engine.ts';
import { defaultDescriptions } from '../../../src/method/default-descriptions.ts';
import { evaluate } from '../../../src/metrics/evaluation.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { openClip } from '../../../src/platform/node/models/models.ts';
import { readCheckpoint } from '../../../src/recognise/checkpoint.ts';
import { loadRun } from '../../../src/recognise/load-run.ts';
import { teach } from '../../../src/teach/teach.ts';
import { workshop } from '../../support/workshop.ts';
import { downloaded, drawnZip, filesIn, openZipIn, readNotice } from './drawn-zip.ts';
import { axe, eventually, ready } from './open-studio.ts';
import { testedStudio } from './tested-studio.ts';

const shop = await workshop();
const zip = await drawnZip(shop.at('drawn.mpafer'), 64);
const { page, context, server, violations, show: go } = await testedStudio({ hash: '#teach' });

const show = (step: string) => go(`teach?step=${step}`);
const facesIn = async () => (await page.locator('.project-bar-saved').textContent())!.match(/^\d+/)?.[0];

suite('Teach', { concurrency: 1 }, () => {
  test('a project opens from its zip and is answered at once, on people that were left out', async () => {
    await openZipIn(page, zip);
    await eventually(
      () => page.locator('[data-head-faces]').textContent(),
      /^Learnt 32 faces in .* ms\. Of these it gets \d+ of 32 right/,
    );
    await eventually(facesIn, '32', 'The bar');
    assert.deepEqual(await axe(page), []);
  });

  test('its zip holds the same files again', async () => {
    const [before, again] = [await filesIn(await readFile(zip)), await filesIn(await downloaded(page, 'Save as zip'))];
    assert.deepEqual([...again.keys()], [...before.keys()]);
    for (const [path, content] of before) assert.ok(content.equals(again.get(path)!), path);
  });

  test('the pack is that of `mpafer teach` on the same faces, to 1e-5', async () => {
    await show('share');
    const pack = readCheckpoint(await downloaded(page, 'Pack'), 'the pack');
    await using engine = nodeEngine();
    const dataset = await openDataset(`project:${zip}`, nodeDataHost);
    const descriptions = { ...defaultDescriptions, ...dataset.descriptions };
    const work = teach({ engine, clip: await openClip('face-clip'), dataset, faces: dataset.samples, descriptions });
    let step = await work.next();
    while (!step.done) step = await work.next();
    const { text, temperature, taught, classes } = step.value.checkpoint;
    assert.deepEqual(pack.classes, classes);
    assert.deepEqual(pack.taught?.labels, taught.labels);
    assert.deepEqual(pack.taught?.faces, taught.faces, 'the pictures are the same to the last pixel');
    const furthest = Math.max(...text.data.map((value, at) => Math.abs(value - pack.text.data[at]!)));
    assert.ok(furthest < 1e-5, `class vectors differ by ${furthest}`);
    assert.ok(Math.abs(temperature / pack.temperature - 1) < 1e-3);
  });

  test('faces are added without a label, and labelled, skipped and taken back by keys', async () => {
    await show('faces');
    await readNotice(page);
    await page.getByLabel('These are face crops').check();
    const sad = await openDataset('synthetic:?count=64&size=48', nodeDataHost);
    const sharp = (await import('sharp')).default;
    const files = await Promise.all(
      sad.samples
        .filter(({ label }) => sad.classes[label] === 'sadness')
        .slice(0, 3)
        .map(async (sample, index) => {
          const { width, height, data } = await sample.read();
          const buffer = await sharp(data, { raw: { width, height, channels: 3 } })
            .png()
            .toBuffer();
          return { name: `sad-${index}.png`, mimeType: 'image/png', buffer };
        }),
    );
    await page
      .locator('.teach-add input[type=file]')
      .first()
      .setInputFiles([...files, files[0]!]);
    await page.locator('.status-line', { hasText: 'Added 3 faces, 1 was there already' }).waitFor();
    await show('label');
    await page.getByRole('heading', { name: '3 to label' }).waitFor();
    assert.equal(await page.getByText('The head says').count(), 0, 'blind');
    await page.keyboard.press('s');
    await page.keyboard.press('1');
    await page.getByRole('heading', { name: '2 to label' }).waitFor();
    await page.keyboard.press('Backspace');
    await page.getByRole('heading', { name: '3 to label' }).waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('2');
    await page.keyboard.press('x');
    await page.getByRole('heading', { name: 'Every face is labelled' }).waitFor();
    assert.deepEqual(await axe(page), []);
  });

  test('a second tab may look but not write, and a reload brings everything back', async () => {
    const second = await context.newPage();
    await second.goto(`${server.address}#teach`);
    await second
      .locator('.status-line', { hasText: 'Another tab has this project open' })
      .waitFor({ timeout: 240_000 });
    await second.close();
    await page.goto(`${server.address}#teach?step=faces`);
    const count = await facesIn();
    await page.reload();
    await page.locator('.teach-face').first().waitFor();
    await eventually(facesIn, count, 'The bar');
  });

  test('prompts are trained, paused, resumed by another tab, and compared with the instant head', async () => {
    await ready(page);
    await show('train');
    await page.getByRole('button', { name: 'Train prompts' }).click();
    await page.locator('[data-training] .quiet', { hasText: /step [1-9]/ }).waitFor({ timeout: 240_000 });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('.status-line', { hasText: 'is paused after step' }).waitFor({ timeout: 240_000 });
    await page.reload();
    await page.getByRole('button', { name: 'Resume prompts-1' }).click();
    await page.locator('.status-line', { hasText: 'prompts-1 is trained' }).waitFor({ timeout: 240_000 });
    await page.locator('[data-verdict], .status-line.unsure').first().waitFor({ timeout: 240_000 });
    await page.getByRole('button', { name: 'Train prompts' }).click();
    await page.locator('.status-line', { hasText: 'prompts-2 is trained' }).waitFor({ timeout: 240_000 });
    await show('share');
    const runs = [];
    for (const run of ['prompts-1', 'prompts-2']) {
      await page.locator('.teach-source select').selectOption(run);
      runs.push(await downloaded(page, 'Pack'));
    }
    assert.ok(runs[0]!.equals(runs[1]!), 'a run that was paused ends with the same bytes as one that was not');
    const whole = shop.at('whole.zip');
    await writeFile(whole, await downloaded(page, 'Save as zip'));
    const files = await filesIn(await readFile(whole));
    const dataset = await openDataset(`project:${whole}`, nodeDataHost);
    await using engine = nodeEngine();
    const recogniser = await loadRun(engine, await openClip('face-clip'), readCheckpoint(runs[1]!, 'the pack'));
    const work = recogniser.predict(ofSplit(dataset, 'test'));
    let step = await work.next();
    while (!step.done) step = await work.next();
    const { nll, war } = evaluate(step.value);
    const [head, ...rows] = csvRows(files.get('runs/prompts-2/results.csv')!.toString(), 'results.csv');
    const row = rows.find(({ fields }) => fields[0] === 'validation-selected' && fields[1] === 'test')!;
    const written = (name: string) => Number(row.fields[head!.fields.indexOf(name)]);
    assert.equal(written('war'), war, 'the command line finds the accuracy that the tab wrote');
    assert.ok(Math.abs(written('nll') - nll) < 1e-5, `${written('nll')} in the tab, ${nll} on the command line`);
  });

  test('votes of two coders are kept, a tie stays one, and kappa is shown', async () => {
    await show('label');
    const count = Number(await facesIn());
    for (const [name, keys] of [
      ['first', '12'],
      ['second', '122'],
    ] as const) {
      await page.getByRole('button', { name: 'Add a coder' }).click();
      await page.getByLabel('Name of the coder').fill(name);
      await page.locator('.teach-grid-head').getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('heading', { name: `${count} to label` }).waitFor();
      for (let face = 0; face < count; face++) await page.keyboard.press(keys[face % keys.length]!);
      await page.getByRole('heading', { name: 'Every face is labelled' }).waitFor();
    }
    const line = page.locator('.status-line', { hasText: `% of ${count} faces, kappa` });
    const ties = Number(/(\d+) tied$/.exec((await eventually(() => line.textContent(), / \d+ tied$/))!)![1]);
    const rows = (await filesIn(await downloaded(page, 'Save as zip')))
      .get('faces.csv')!
      .toString()
      .trim()
      .split('\r\n');
    assert.match(rows[0]!, /coder:first,coder:second$/);
    const fields = rows.slice(1).map((row) => row.split(','));
    assert.ok(fields.every((row) => row.at(-1) !== '' && row.at(-2) !== ''));
    const tied = fields.filter((row) => row.at(-1) !== row.at(-2));
    assert.deepEqual([tied.length, tied.every((row) => row[1] === '')], [ties, true]);
  });

  test('a person is forgotten with every face, pack and run', async () => {
    await show('people');
    const first = page.locator('.teach-person').first();
    await first.getByRole('button', { name: 'Forget this person' }).click();
    await first.getByRole('button', { name: /^Delete \d+ faces/ }).click();
    await page.locator('.status-line', { hasText: 'is forgotten' }).waitFor();
    const files = await filesIn(await downloaded(page, 'Save as zip'));
    assert.ok(![...files.keys()].some((path) => path.startsWith('runs/') || path.startsWith('packs/')));
    assert.doesNotMatch(files.get('faces.csv')!.toString(), /,p1,/);
    assert.doesNotMatch(files.get('project.json')!.toString(), /"p1"/);
    assert.deepEqual(violations, []);
  });
});
