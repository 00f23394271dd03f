// The Understand room: scores as the command line has them, faces behind every number, reasons, and what changes when a region is covered.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, suite, test } from 'node:test';
import { csvRows } from '../../../src/core/csv.ts';
import { drawnProject } from '../../project/drawn-project.ts';
import { mpafer } from '../../support/command-line.ts';
import { workshop } from '../../support/workshop.ts';
import { openZipIn, zipOfFolder } from './drawn-zip.ts';
import { axe, eventually } from './open-studio.ts';
import { testedStudio } from './tested-studio.ts';

const shop = await workshop();
const { page, violations, printed, show } = await testedStudio({ hash: '#teach', theme: 'dark', width: 1000 });

before(async () => {
  const folder = shop.at('drawn.mpafer');
  await drawnProject(folder, 64);
  const settings = ['epochs=1', 'batch=16', 'warmupEpochs=0', 'visualPrompts=0'];
  const trained = await mpafer(['train', '--data', `project:${folder}`, '--out', `${folder}/runs/mine`, ...settings]);
  assert.equal(trained.code, 0, trained.stderr);
  const zip = await zipOfFolder(folder);
  await openZipIn(page, zip);
  const found = /gets (\d+) of 32 right/;
  right = found.exec((await eventually(() => page.locator('[data-head-faces]').textContent(), found))!)![1]!;
  await show('understand');
  await page.locator('[data-war]').waitFor({ timeout: 240_000 });
});
let right = '';

const numbers = async (selector: string) => (await page.locator(selector).allTextContents()).map(Number);

suite('Understand', { concurrency: 1 }, () => {
  test('the confusion counts every face once, and its diagonal is what Teach says', async () => {
    await eventually(() => page.locator('.understand-confusion td button').count(), 16, 'The table');
    const cells = await numbers('.understand-confusion td button');
    assert.equal(
      cells.reduce((sum, count) => sum + count, 0),
      32,
    );
    const diagonal = await numbers('.understand-confusion td button.right');
    assert.equal(
      diagonal.reduce((sum, count) => sum + count, 0),
      Number(right),
    );
    const war = Number(await page.locator('[data-war]').getAttribute('data-war'));
    assert.ok(Math.abs(war - Number(right) / 32) < 1e-9);
  });

  test('a number opens the faces behind it, and a face opens its reasons', async () => {
    const cell = page.locator('.understand-confusion td button.right').first();
    const count = Number(await cell.textContent());
    await cell.press('Enter');
    const faces = page.locator('.understand-faces').first().locator('button');
    await page.getByRole('heading', { name: new RegExp(`recognised as .*: ${count} face`) }).waitFor();
    await eventually(() => faces.count(), count, 'The list of faces');
    await faces.first().press('Enter');
    await page.locator('.understand-maps figure').nth(2).waitFor({ timeout: 240_000 });
    await eventually(
      () => page.locator('.understand-maps figcaption').first().textContent(),
      /Most is in \w+ \(\d+ %\)/,
      'The first map',
    );
    await page.locator('.status-line', { hasText: 'Faithfulness: not measured' }).waitFor();
    await page.getByText('this recogniser compares no patches').waitFor();
  });

  test('covering regions by keys changes the answer, and uncovering brings it back', async () => {
    const bars = () => page.locator('.understand-face .bars').textContent();
    // From a face that is explained and uncovered, whatever was done before.
    await page.getByRole('button', { name: 'eyes', pressed: false }).waitFor();
    const whole = await bars();
    await page.keyboard.press('2');
    await page.keyboard.press('5');
    await page.locator('.understand-face', { hasText: 'without eyes and mouth' }).waitFor({ timeout: 240_000 });
    await eventually(async () => (await bars()) !== whole, true, 'Whether the answer changes: it');
    await page.keyboard.press('2');
    await page.keyboard.press('5');
    await page.locator('.understand-face', { hasNotText: 'without' }).waitFor();
    await eventually(bars, whole, 'The answer');
  });

  test('less light and blur change the answer too, and are taken back', async () => {
    const bars = () => page.locator('.understand-face .bars').textContent();
    const whole = await bars();
    await page.getByRole('slider', { name: /^Light/ }).fill('-7');
    await page.locator('.understand-face', { hasText: 'with 20 % of the light' }).waitFor();
    await page.getByRole('slider', { name: /^Blur/ }).fill('10');
    await page
      .locator('.understand-face', { hasText: 'with 20 % of the light, blurred by 5.0 % of its side' })
      .waitFor();
    await eventually(async () => (await bars()) !== whole, true, 'Whether the answer changes: it');
    await page.getByRole('button', { name: 'As it was' }).click();
    await page.locator('.understand-face', { hasNotText: 'light' }).waitFor();
    await eventually(bars, whole, 'The answer');
  });

  test('charts have their sentence and their numbers, and the slider moves by keys', async () => {
    const slider = page.getByRole('slider', { name: /^Faces that get an answer/ });
    await slider.focus();
    await page.keyboard.press('Home');
    await page.locator('figcaption', { hasText: /^Answering the/ }).waitFor();
    await eventually(() => page.url(), /coverage=1$/, 'The address');
    const table = page.locator('section[aria-label=Reliability] table');
    await eventually(() => table.locator('tbody tr').count(), 10, 'The table');
    await page
      .locator('section[aria-label=Prototypes] figcaption', { hasText: 'all 32 labelled faces' })
      .waitFor({ timeout: 240_000 });
    assert.deepEqual(await axe(page), []);
    assert.deepEqual([violations, printed], [[], []]);
  });

  test('a run of the command line is judged as it was there', async () => {
    await page.locator('.understand-source select').selectOption('mine');
    await page.locator('.understand-scores', { hasText: 'that were left out of training' }).waitFor();
    const war = Number(await page.locator('[data-war]').getAttribute('data-war'));
    const table = await readFile(shop.at('drawn.mpafer', 'runs', 'mine', 'results.csv'), 'utf8');
    const row = csvRows(table, 'results.csv').find(
      ({ fields }) => fields[0] === 'validation-selected' && fields[1] === 'test',
    );
    assert.ok(Math.abs(war - Number(row!.fields[4])) < 1e-5, `${war} in the tab, ${row!.fields[4]} there`);
  });
});
