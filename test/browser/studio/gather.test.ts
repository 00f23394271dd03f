// What the Teach room gathers faces from, and what it says of them: Look, whole photographs, the camera, folders; keys of one's own.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import sharp from 'sharp';
import { bytesInMemory } from '../../../src/project/zip/byte-source.ts';
import { openZip } from '../../../src/project/zip/read-zip.ts';
import { workshop } from '../../support/workshop.ts';
import { pathOf } from '../open-page.ts';
import { readNotice } from './drawn-zip.ts';
import { axe, eventually } from './open-studio.ts';
import { portraitCamera } from './portrait-clips.ts';
import { testedStudio } from './tested-studio.ts';

const shop = await workshop();
const studio = await testedStudio({ camera: await portraitCamera(shop.at('.')), hash: '#look' });
const { page, show } = studio;
const portrait = (name: string) => readFile(pathOf(`../../assets/portraits/${name}.jpg`));

const barSays = (pattern: RegExp) =>
  eventually(() => page.locator('.project-bar-saved').textContent(), pattern, 'The bar of the project');
const said = (text: string | RegExp) => page.locator('.status-line', { hasText: text }).first().waitFor();

/** Of faces that are added from now on. */
const chooseLabel = (name: string) => page.locator('.teach-choices select').first().selectOption(name);

suite('gathering faces', { concurrency: 1 }, () => {
  test('"Teach with these faces" hands them over once, after the notice was read', async () => {
    await show('look');
    const buffer = await portrait('astronaut');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([{ name: 'one.jpg', mimeType: 'image/jpeg', buffer }]);
    await page.getByRole('button', { name: 'Teach with these faces' }).click();
    await readNotice(page);
    await show('look');
    await page.getByRole('button', { name: 'Teach with these faces' }).click();
    await said('1 added to the project');
    await page.getByRole('button', { name: 'Teach with these faces' }).click();
    await said('The project has these faces already');
    await show('teach');
    await barSays(/^1 face /);
  });

  test('faces are found in whole photographs, and pictures without one are listed', async () => {
    await show('teach?step=faces');
    for (const name of ['happiness', 'neutral']) {
      await page.getByLabel('Name of a new class').fill(name);
      await page.keyboard.press('Enter');
      await page.locator('.teach-class', { hasText: name }).waitFor();
    }
    await chooseLabel('neutral');
    const grey = sharp({ create: { width: 200, height: 150, channels: 3, background: '#788' } });
    const files = [
      { name: 'grace.jpg', mimeType: 'image/jpeg', buffer: await portrait('grace-hopper') },
      { name: 'wall.png', mimeType: 'image/png', buffer: await grey.png().toBuffer() },
    ];
    await page.locator('.teach-add input[type=file]').first().setInputFiles(files);
    await said(/^Added 1 face$/);
    await page.getByText('1 picture was not added').click();
    await page.locator('.teach-rejects li', { hasText: 'wall.png' }).waitFor();
    await barSays(/^2 faces /);
  });

  test('a burst of the camera is one group, and its faces are nearly the same', async () => {
    await chooseLabel('happiness');
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.getByRole('button', { name: 'Take a burst of happiness' }).click();
    await said(/^Added \d+ faces? of one burst/);
    await page.getByRole('button', { name: 'Look for faces that are nearly the same' }).click();
    await said(/(look|looks) nearly like another|No two faces/);
    assert.deepEqual(await axe(page), []);
  });

  test('while the camera is on, the head says what it sees, and stops with it', async () => {
    await page.locator('.teach-live .bars').waitFor();
    await page.getByRole('button', { name: 'Stop the camera' }).first().click();
    await page.locator('.teach-live').waitFor({ state: 'detached' });
    await eventually(() => page.getByText('Camera on').count(), 0, 'The bar at the top');
  });

  test('the same picture under other labels is reported as wrong, and copies can be selected', async () => {
    const before = Number.parseInt((await page.locator('.project-bar-saved').textContent())!, 10);
    const darker = await sharp(await portrait('grace-hopper'))
      .linear(0.9)
      .jpeg()
      .toBuffer();
    await chooseLabel('happiness');
    await page
      .locator('.teach-add input[type=file]')
      .first()
      .setInputFiles([{ name: 'darker.jpg', mimeType: 'image/jpeg', buffer: darker }]);
    await barSays(new RegExp(`^${before + 1} faces `));
    await page.getByRole('button', { name: 'Look for faces that are nearly the same' }).click();
    await said(/different labels: one of them is wrong/);
    await page.getByRole('button', { name: 'Select all but one of each group' }).click();
    await page.getByRole('toolbar', { name: 'Selected faces' }).waitFor();
  });

  test('keys can be changed, and turned off', async () => {
    await show('teach?step=label');
    await page.getByLabel('Only faces without a label').uncheck();
    await page.getByRole('button', { name: 'Change keys' }).click();
    const own = page.getByRole('button', { name: /^Label as neutral:/ });
    await own.press('Enter');
    await own.press('x');
    await said('is the key that does this already: Not a face');
    await own.press('q');
    await page.getByRole('button', { name: 'Label as neutral: key q, change it' }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    const labels = async () => {
      await page.locator('.project-bar-saved', { hasNotText: 'saving' }).waitFor();
      return page.locator('.teach-class', { hasText: 'neutral' }).locator('.teach-class-count').textContent();
    };
    await page.locator('.teach-keys button', { hasText: 'Q' }).waitFor();
    const before = Number.parseInt((await labels())!, 10);
    await page.getByLabel('Single keys act').uncheck();
    await page.keyboard.press('q');
    await page.getByLabel('Single keys act').check();
    for (let face = 0; face < 3; face++) await page.keyboard.press('q');
    await eventually(async () => Number.parseInt((await labels())!, 10) > before, true, 'More of neutral: the class');
  });

  test('a project is copied into a folder, and out of one; drawers list all, and delete', async () => {
    await show('teach?step=faces');
    await page.evaluate(() => {
      const { navigator } = globalThis as unknown as { navigator: { storage: { getDirectory(): Promise<Folder> } } };
      interface Folder {
        getDirectoryHandle(name: string, options?: object): Promise<Folder>;
      }
      // The browser's own question cannot be answered by a test; what it gives is such a folder.
      let inside: string[] = [];
      Object.assign(globalThis, {
        showDirectoryPicker: async () => {
          let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('chosen', { create: true });
          for (const name of inside) folder = await folder.getDirectoryHandle(name);
          inside = ['my-project.mpafer'];
          return folder;
        },
      });
    });
    await page.getByRole('button', { name: 'Folder', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Save into a folder' }).click();
    await said('Saved as the folder my-project.mpafer in chosen');
    const name = page.getByRole('textbox', { name: 'Name of the project' });
    await name.fill('The first one');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Folder', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Open a folder' }).click();
    await eventually(() => name.inputValue(), 'My project', 'The name of the project');
    await page.getByRole('button', { name: 'Projects' }).click();
    const drawer = page.getByRole('dialog', { name: 'Projects in this browser' });
    await drawer.getByRole('button', { name: 'Delete The first one' }).click();
    assert.deepEqual(await axe(page), []);
    await drawer.getByRole('button', { name: /^Delete \d+ faces/ }).click();
    await eventually(() => drawer.locator('li').count(), 1, 'The list of projects');
    await drawer.getByRole('button', { name: 'Close' }).click();
  });

  test('annotated copies of all pictures are one zip, under their names', async () => {
    await show('look');
    await page.getByRole('button', { name: 'Save results' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Annotated copies of all pictures' }).click();
    const zip = await readFile((await (await saved).path())!);
    const { entries } = await openZip(bytesInMemory(zip), 'annotated.zip');
    assert.deepEqual(
      entries.map(({ path }) => path),
      ['one-annotated.jpg'],
    );
  });

  test('the page violates no policy and prints no error', () => {
    assert.deepEqual([studio.violations, studio.printed], [[], []]);
  });
});
