// The whole way by keyboard alone: classes, faces, labels, prompts, a number of the confusion table and a pack. Nothing here clicks.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import type { Locator } from 'playwright-core';
import sharp from 'sharp';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { readCheckpoint } from '../../../src/recognise/checkpoint.ts';
import { testedStudio } from './tested-studio.ts';

const { page, violations, printed } = await testedStudio({ hash: '#look' });
const { keyboard } = page;

/** More stops than any room has. */
const mostStops = 400;

/** Presses Tab until this has the focus. */
async function tabTo(target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let stop = 0; stop < mostStops; stop++) {
    const isThere = await target.first().evaluate((element) => {
      const { activeElement } = (element as unknown as { ownerDocument: { activeElement: unknown } }).ownerDocument;
      return activeElement === element;
    });
    if (isThere) return;
    await keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}

async function press(target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(target);
  await keyboard.press(key);
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** Two expressions of the drawing, each file a burst of its own. */
async function drawnFaces() {
  const { samples, classes } = await openDataset('synthetic:?count=64&size=48', nodeDataHost);
  const wanted = samples.filter(({ label }) => ['neutral', 'happiness'].includes(classes[label]!)).slice(0, 16);
  return Promise.all(
    wanted.map(async (sample, index) => {
      const { width, height, data } = await sample.read();
      const picture = sharp(data, { raw: { width, height, channels: 3 } });
      return {
        file: { name: `${index}.png`, mimeType: 'image/png', buffer: await picture.png().toBuffer() },
        key: classes[sample.label] === 'neutral' ? '1' : '2',
      };
    }),
  );
}

suite('by keyboard alone', { concurrency: 1 }, () => {
  test('the first stop skips to the content, and rooms are reached by their links', async () => {
    await keyboard.press('Tab');
    await press(button('Skip to the content'));
    await press(page.getByRole('link', { name: 'Teach', exact: true }));
    await page.getByRole('heading', { name: 'Teach' }).waitFor();
  });

  test('the notice is read, classes are named, and faces are added', async () => {
    await press(button('I have read this'));
    for (const name of ['neutral', 'happiness']) {
      await tabTo(page.getByLabel('Name of a new class'));
      await keyboard.type(name);
      await keyboard.press('Enter');
      await page.locator('.teach-class', { hasText: name }).waitFor();
    }
    await press(page.getByLabel('These are face crops'), 'Space');
    const files = (await drawnFaces()).map(({ file }) => file);
    const asked = page.waitForEvent('filechooser');
    await press(button('Choose pictures'));
    await (await asked).setFiles(files);
    await page.locator('.status-line', { hasText: `Added ${files.length} faces` }).waitFor();
  });

  test('faces are labelled by their keys, and a label is taken back', async () => {
    await press(page.getByRole('link', { name: 'Label', exact: true }));
    const keys = (await drawnFaces()).map(({ key }) => key);
    await page.getByRole('heading', { name: `${keys.length} to label` }).waitFor();
    await keyboard.press(keys[0]!);
    await page.getByRole('heading', { name: `${keys.length - 1} to label` }).waitFor();
    await keyboard.press('Backspace');
    await page.getByRole('heading', { name: `${keys.length} to label` }).waitFor();
    for (const key of keys) await keyboard.press(key);
    await page.getByRole('heading', { name: 'Every face is labelled' }).waitFor();
  });

  test('prompts are trained', async () => {
    await press(button('Train prompts'));
    await page.getByRole('heading', { name: 'Train prompts' }).waitFor();
    await press(button('Train prompts'));
    await page.locator('.status-line', { hasText: 'prompts-1 is trained' }).waitFor();
    await page.locator('[data-verdict], .status-line.unsure').first().waitFor();
  });

  test('a number of the confusion table opens its faces, and a face its reasons', async () => {
    await press(page.getByRole('link', { name: 'Understand', exact: true }));
    await page.locator('[data-war]').waitFor();
    await press(page.locator('.understand-confusion td button.right'));
    await press(page.locator('.understand-faces').first().locator('button'));
    await page.locator('.understand-maps figure').first().waitFor();
  });

  test('a pack is exported that holds what was taught', async () => {
    await press(page.getByRole('link', { name: 'Teach', exact: true }));
    await press(page.getByRole('link', { name: 'Share', exact: true }));
    const saved = page.waitForEvent('download');
    await press(button('Pack'));
    const pack = readCheckpoint(await readFile((await (await saved).path())!), 'the pack');
    assert.deepEqual(pack.classes, ['neutral', 'happiness']);
    assert.equal(pack.taught?.labels.length, 16);
  });

  test('the page violates no policy and prints no error', () => {
    assert.deepEqual([violations, printed], [[], []]);
  });
});
