// The Look room: photos with their faces, a status for every input, "unsure" as an answer, and files of results.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import type { Download } from 'playwright-core';
import sharp from 'sharp';
import { openRecogniser } from '../../../src/api/node.ts';
import { pathOf } from '../open-page.ts';
import { axe, eventually } from './open-studio.ts';
import { testedStudio } from './tested-studio.ts';

const { page, violations, printed } = await testedStudio();
const portrait = pathOf('../../assets/portraits/astronaut.jpg');
/** Recognised as neutral, below the pack's own threshold and above the lower one that a test chooses. */
const unsure = pathOf('../../assets/portraits/grace-hopper.jpg');

/** Two portraits, a picture without a face, a text, and one that is no picture although its name says so. */
async function inputs() {
  const photo = await readFile(portrait);
  const noise = await sharp({
    create: {
      width: 300,
      height: 200,
      channels: 3,
      background: '#345',
      noise: { type: 'gaussian', mean: 120, sigma: 40 },
    },
  })
    .png()
    .toBuffer();
  return [
    { name: 'portrait.jpg', mimeType: 'image/jpeg', buffer: photo },
    { name: 'unsure.jpg', mimeType: 'image/jpeg', buffer: await readFile(unsure) },
    { name: 'noise.png', mimeType: 'image/png', buffer: noise },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') },
    { name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) },
  ];
}

const textOf = async (download: Download): Promise<string> => readFile((await download.path())!, 'utf8');

async function save(item: string): Promise<Download> {
  await page.getByRole('button', { name: 'Save results' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: item, exact: false }).click();
  return saved;
}

/** The threshold that was chosen, and `unsure` of both portraits. */
async function unsureInCsv(): Promise<readonly (string | undefined)[]> {
  const [header, ...lines] = (await textOf(await save('CSV'))).split('\r\n').map((line) => line.split(','));
  assert.equal(header!.slice(0, 6).join(), 'file,frame,timestamp,face_id,confidence,success');
  const cell = (line: number, name: string) => lines[line]![header!.indexOf(name)];
  assert.equal(cell(0, 'file'), 'portrait.jpg');
  assert.equal(cell(0, 'success'), '1');
  const below = cell(0, 'answer_below');
  return [below === '0.3' ? below : undefined, cell(0, 'unsure'), cell(1, 'unsure')];
}

/** In both themes. */
async function axeInThemes(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    found.push(...(await axe(page)).map((finding) => `${scheme}: ${finding}`));
  }
  return found;
}

suite('photos', { concurrency: 1 }, () => {
  test('the invitation and the dialog on privacy have no finding of axe, in light and dark', async () => {
    assert.deepEqual(await axeInThemes(), []);
    await page.locator('.privacy-chip').press('Enter');
    await page.getByRole('dialog', { name: 'What leaves this tab' }).waitFor();
    assert.deepEqual(await axeInThemes(), []);
    await page.keyboard.press('Escape');
  });

  test('every input has a status, and none is dropped', async () => {
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(await inputs());
    await page.getByRole('button', { name: '2 with faces' }).waitFor();
    const rows = page.getByRole('option');
    await page.locator('.look-tallies', { hasText: 'waiting' }).waitFor({ state: 'hidden' });
    const words = async () =>
      (await rows.locator('small').allTextContents()).map((text) => text.replace(/(over )?\d+ %/, 'N %'));
    await eventually(words, [
      'happiness N %',
      'unsure, perhaps neutral N %',
      'No face found',
      'Cannot be read',
      'Cannot be read',
    ]);
  });

  test('a face has its box and the probabilities that Node gives, to 1e-3', async () => {
    await page.getByRole('option', { name: /portrait/ }).click();
    await page.getByRole('button', { name: /^Face 1 / }).waitFor();
    await using recogniser = await openRecogniser(undefined, { threads: 1 });
    const { faces } = await recogniser.recognise(portrait);
    const rows = (await textOf(await save('JSON lines'))).trim().split('\n');
    const found = JSON.parse(rows[0]!) as { faces: { probabilities: Record<string, number> }[] };
    for (const [name, value] of Object.entries(faces[0]!.probabilities))
      assert.ok(Math.abs(value - found.faces[0]!.probabilities[name]!) < 1e-3, name);
    const { x, width } = faces[0]!.box;
    const isInPlace = async () => {
      const [box, image] = [
        await page.locator('.face-box').boundingBox(),
        await page.locator('.look-picture img').boundingBox(),
      ];
      return (
        Math.abs((box!.x - image!.x) / image!.width - x / 512) < 0.01 &&
        Math.abs(box!.width / image!.width - width / 512) < 0.02
      );
    };
    await eventually(isInPlace, true, 'The box, within a hundredth of where Node finds it,');
  });

  test('below the threshold the answer is "unsure"; one that is chosen is in the address, and files go by it', async () => {
    await page.getByRole('option', { name: /unsure\.jpg/ }).click();
    await page.getByRole('heading', { name: 'Unsure' }).waitFor();
    assert.deepEqual(await unsureInCsv(), [undefined, 'false', 'true']);
    await page.getByRole('slider', { name: /Say “unsure” below/ }).fill('30');
    await page.getByRole('heading', { name: 'Neutral' }).waitFor();
    await eventually(() => page.url(), /#look\?cut=30$/, 'The address');
    assert.deepEqual(await unsureInCsv(), ['0.3', 'false', 'false']);
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.getByRole('heading', { name: 'Unsure' }).waitFor();
    await page.getByRole('option', { name: /portrait/ }).click();
  });

  test('an annotated copy has the size of the original and none of its metadata', async () => {
    const bytes = await readFile((await (await save('Annotated copy')).path())!);
    const { width, height, exif, xmp, iptc } = await sharp(bytes).metadata();
    assert.deepEqual([width, height, exif, xmp, iptc], [512, 512, undefined, undefined, undefined]);
  });

  test('all by keyboard: along the list, and only inputs of one outcome', async () => {
    const list = page.getByRole('listbox');
    await list.focus();
    await page.keyboard.press('End');
    await page.getByText(/Cannot decode "empty\.jpg": the file is empty/).waitFor();
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: /^Face 1 / }).waitFor();
    await page.getByRole('button', { name: '2 not read' }).press('Enter');
    await eventually(() => page.getByRole('option').count(), 2, 'The list');
    await page.getByRole('button', { name: '2 not read' }).press('Enter');
    await eventually(() => page.getByRole('option').count(), 5, 'The list');
  });

  test('the filled room has no finding of axe, in light and dark, nor has its menu', async () => {
    assert.deepEqual(await axeInThemes(), []);
    await page.getByRole('button', { name: 'Save results' }).press('Enter');
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await axeInThemes(), []);
    await page.keyboard.press('Escape');
  });

  test('nothing is wider than a screen of 360 pixels, and the parts fill one of 1920', async () => {
    for (const width of [360, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = () =>
        page.evaluate('Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)');
      await eventually(wide, 0, `Pixels too wide at ${width}: the page`);
    }
    await eventually(
      async () => (await page.locator('main').boundingBox())!.width >= 1400,
      true,
      'At least 1400 pixels',
    );
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test('the page violates no policy and prints no error', () => {
    assert.deepEqual(violations, []);
    assert.deepEqual(printed, []);
  });
});
