// What a stranger may give the studio: files that are not what they are called, broken projects, no room left. Each has its answer, and nothing is lost.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import sharp from 'sharp';
import { ffmpeg } from '../../support/clips.ts';
import { workshop } from '../../support/workshop.ts';
import { pathOf } from '../open-page.ts';
import { downloaded, drawnZip, filesIn, openZipIn, readNotice, zipOfFolder } from './drawn-zip.ts';
import { eventually } from './open-studio.ts';
import { testedStudio } from './tested-studio.ts';

const shop = await workshop();
const { page, context, server, show, violations, printed } = await testedStudio({ hash: '#look' });

/** A file at a place of the workshop, with this content. */
async function file(name: string, content: Uint8Array | string): Promise<string> {
  await mkdir(shop.at('given'), { recursive: true });
  await writeFile(shop.at('given', name), content);
  return shop.at('given', name);
}

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#345' }, limitInputPixels: false })
    .png()
    .toBuffer();

suite('strange files in Look', { concurrency: 1 }, () => {
  test('each has a status and a reason in plain words, and those that are good are answered', async () => {
    const portrait = await readFile(pathOf('../../assets/portraits/astronaut.jpg'));
    const sound = shop.at('sound.mp4');
    await ffmpeg('-f', 'lavfi', '-t', '1', '-i', 'sine=frequency=440', '-c:a', 'aac', sound);
    const given: readonly (readonly [string, string | RegExp, RegExp])[] = [
      [await file('one.jpg', portrait), /^happiness (over )?\d\d %$/, /^$/],
      [await file('again.jpg', portrait), /^happiness (over )?\d\d %$/, /^$/],
      [await file('empty.png', ''), 'Cannot be read', /"empty\.png".*the file is empty/],
      [await file('words.png', 'These are words.'), 'Cannot be read', /"words\.png"/],
      [await file('cut.jpg', portrait.subarray(0, 9000)), 'Cannot be read', /"cut\.jpg"/],
      [await file('huge.png', await plain(12_000, 9_000)), 'Too many pixels', /more than 100/],
      [await file('dot.png', await plain(2, 2)), 'Too few pixels', /2 x 2/],
      [sound, 'Not read', /"sound\.mp4".*no video/],
      [await file('cut.webm', 'no video at all'), 'Not read', /"cut\.webm"/],
    ];
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(given.map(([path]) => path));
    await page.locator('.look-tallies', { hasText: 'waiting' }).waitFor({ state: 'hidden' });
    for (const [path, status, reason] of given) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const row = page.getByRole('option', { name: new RegExp(name.replace('.', '\\.')) });
      await eventually(() => row.locator('small').textContent(), status, name);
      if (reason.source === '^$') continue;
      await row.click();
      await page.locator('.look-stage .status-line, .look-grid .status-line', { hasText: reason }).first().waitFor();
    }
  });

  test('results have a row for each of them', async () => {
    await page.getByRole('button', { name: 'Save results' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'JSON lines' }).click();
    const rows = (await readFile((await (await saved).path())!, 'utf8')).trim().split('\n');
    assert.equal(rows.length, 9);
  });
});

suite('strange projects', { concurrency: 1 }, () => {
  test('a zip that cannot be opened is refused by name, and the project that is open stays', async () => {
    await show('teach');
    await openZipIn(page, await drawnZip(shop.at('drawn.mpafer'), 64));
    const good = await readFile(shop.at('drawn.mpafer.zip'));
    const flipped = Uint8Array.from(good);
    // In the middle of a picture.
    flipped[Math.floor(good.length / 2)]! ^= 0xff;
    const newer = shop.at('newer.mpafer');
    await drawnZip(newer, 64);
    const text = await readFile(`${newer}/project.json`, 'utf8');
    await writeFile(`${newer}/project.json`, text.replace('"version": 1', '"version": 2'));
    const refused: readonly (readonly [string, RegExp])[] = [
      [await file('empty.zip', ''), /empty\.zip/],
      [await file('words.zip', 'no zip at all'), /words\.zip/],
      [await file('cut.zip', good.subarray(0, good.length - 400)), /cut\.zip/],
      [await file('flipped.zip', flipped), /faces\/\d+\.png.*checksum/],
      [await zipOfFolder(newer), /version 2/],
    ];
    const input = page.locator('.project-bar input[type=file]');
    for (const [path, reason] of refused) {
      await input.setInputFiles(path);
      await page.locator('.project-bar .status-line', { hasText: reason }).waitFor();
      assert.equal(await page.getByRole('textbox', { name: 'Name of the project' }).inputValue(), 'Drawn');
    }
    await page.getByRole('button', { name: 'Projects' }).click();
    const drawer = page.getByRole('dialog', { name: 'Projects in this browser' });
    await eventually(() => drawer.locator('li').count(), 2, 'The list without any half of a project');
    await drawer.getByRole('button', { name: 'Close' }).click();
  });

  test('a class with faces is removed after a question, and comes back with its labels', async () => {
    await readNotice(page);
    const before = await filesIn(await downloaded(page, 'Save as zip'));
    await page.getByRole('button', { name: 'Remove the class anger' }).click();
    await page.getByRole('button', { name: 'Remove it; its 8 faces lose their label' }).click();
    await page.locator('.status-line', { hasText: 'anger was removed' }).waitFor();
    assert.equal(await page.locator('.teach-class', { hasText: 'anger' }).count(), 0);
    await page.getByRole('button', { name: 'Put it back' }).click();
    await page.locator('.teach-class', { hasText: 'anger' }).getByText('8 faces').waitFor();
    const after = await filesIn(await downloaded(page, 'Save as zip'));
    for (const [path, content] of before) assert.ok(content.equals(after.get(path)!), path);
  });

  test('without room nothing is lost: every face that is not kept is named, and with room it is added', async () => {
    const session = await context.newCDPSession(page);
    const { origin } = new URL(server.address);
    await page.getByLabel('These are face crops').check();
    const files = await Promise.all(
      [1, 2, 3].map(async (shade) => ({
        name: `shade-${shade}.png`,
        mimeType: 'image/png',
        buffer: await sharp({
          create: { width: 48, height: 48, channels: 3, background: { r: 60 * shade, g: 9, b: 9 } },
        })
          .png()
          .toBuffer(),
      })),
    );
    const add = () => page.locator('.teach-add input[type=file]').first().setInputFiles(files);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
    await add();
    await page.locator('.status-line', { hasText: 'Added 0 faces' }).waitFor();
    await page.getByText('3 were not added').click();
    const reasons = await page.locator('.teach-rejects li').allTextContents();
    assert.deepEqual(
      reasons.map((reason) => reason.slice(0, 11)),
      files.map(({ name }) => name),
    );
    assert.match(reasons[0]!, /Cannot write "faces\/\w+\.png": .*(quota|space|room)/i);
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await add();
    await page.locator('.status-line', { hasText: 'Added 3 faces' }).waitFor();
    await page.reload();
    await page.locator('.project-bar-saved', { hasText: /^35 faces/ }).waitFor();
  });

  test('the page violates no policy and prints no error of its own', () => {
    assert.deepEqual([violations, printed], [[], []]);
  });
});
