// The Look room: photos with their faces, a status for every input, "unsure" as an answer, and files of results.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, suite, test } from 'node:test';
import type { Browser, Download, Page } from 'playwright-core';
import sharp from 'sharp';
import { openRecogniser } from '../../../src/api/node.ts';
import { pathOf } from '../open-page.ts';
import { launchChromium, type OpenedStudio, openStudio, type StudioServer, startStudio } from './open-studio.ts';

let browser: Browser;
let server: StudioServer;
let opened: OpenedStudio;
let page: Page;
const portrait = pathOf('../../assets/portraits/astronaut.jpg');

before(async () => {
  browser = await launchChromium();
  server = await startStudio();
  opened = await openStudio({ browser, address: server.address });
  page = opened.page;
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** A picture without a face, a text, and one that is no picture although its name says so. */
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

suite('photos', { concurrency: 1 }, () => {
  test('every input has a status, and none is dropped', async () => {
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(await inputs());
    await page.getByRole('button', { name: '1 with faces' }).waitFor();
    const rows = page.getByRole('option');
    await page.locator('.look-tallies', { hasText: 'waiting' }).waitFor({ state: 'hidden' });
    assert.equal(await rows.count(), 4);
    const words = await rows.locator('small').allTextContents();
    assert.match(words[0]!, /happiness|unsure/);
    assert.deepEqual(words.slice(1), ['No face found', 'Cannot be read', 'Cannot be read']);
  });

  test('a face has its box and the probabilities that Node gives, to 1e-3', async () => {
    await page.getByRole('option', { name: /portrait/ }).click();
    await page.getByRole('button', { name: /^Face 1: / }).waitFor();
    await using recogniser = await openRecogniser(undefined, { threads: 1 });
    const { faces } = await recogniser.recognise(portrait);
    const rows = (await textOf(await save('JSON lines'))).trim().split('\n');
    const found = JSON.parse(rows[0]!) as { faces: { probabilities: Record<string, number> }[] };
    for (const [name, value] of Object.entries(faces[0]!.probabilities))
      assert.ok(Math.abs(value - found.faces[0]!.probabilities[name]!) < 1e-3, name);
    const box = await page.locator('.face-box').boundingBox();
    const image = await page.locator('.look-picture img').boundingBox();
    const { x, width } = faces[0]!.box;
    assert.ok(Math.abs((box!.x - image!.x) / image!.width - x / 512) < 0.01);
    assert.ok(Math.abs(box!.width / image!.width - width / 512) < 0.02);
  });

  test('below the threshold that is chosen the answer is "unsure", in the address and in files too', async () => {
    await page.getByRole('slider', { name: /Say “unsure” below/ }).fill('95');
    await page.getByRole('heading', { name: 'Unsure' }).waitFor();
    assert.match(page.url(), /#look\?cut=95$/);
    const [header, line] = (await textOf(await save('CSV'))).split('\r\n');
    assert.equal(header!.split(',').slice(0, 6).join(), 'file,frame,timestamp,face_id,confidence,success');
    const cells = Object.fromEntries(header!.split(',').map((name, index) => [name, line!.split(',')[index]]));
    assert.deepEqual(
      [cells.file, cells.success, cells.unsure, cells.answer_below],
      ['portrait.jpg', '1', 'true', '0.95'],
    );
    await page.getByRole('slider', { name: /Say “unsure” below/ }).fill('0');
    await page.getByRole('heading', { name: 'Happiness' }).waitFor();
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
    await page.getByRole('button', { name: /^Face 1: / }).waitFor();
    await page.getByRole('button', { name: '2 not read' }).press('Enter');
    assert.equal(await page.getByRole('option').count(), 2);
    await page.getByRole('button', { name: '2 not read' }).press('Enter');
  });

  test('the page violates no policy and prints no error', () => {
    assert.deepEqual(opened.violations, []);
    assert.deepEqual(opened.printed, []);
  });
});
