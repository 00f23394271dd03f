// The studio's bars in Chromium: memory and reload with 5,000 faces, a zip of them, and a tab that is killed while it trains.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { random } from '../../src/core/random.ts';
import { drawnZip, filesIn, openZipIn, readNotice } from '../../test/browser/studio/drawn-zip.ts';
import { openStudio, type StudioServer, startStudio } from '../../test/browser/studio/open-studio.ts';
import { drawnCrops } from '../../test/project/drawn-project.ts';
import { grows, slopeOf } from './slope.ts';

/** Faces that are added between two measurements of memory. */
const step = 1000;

/** MB for each 1,000 faces, and seconds. */
const bars = { slope: 5, reload: 2 };

/**
 * `npm run reliability -- studio [FACES] [KILLS]`
 *
 * @returns whether every bar holds
 */
export async function studio([faces = '5000', kills = '20']: readonly string[]): Promise<boolean> {
  const root = await mkdtemp(join(tmpdir(), 'mpafer-studio-'));
  const server = await startStudio();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--js-flags=--expose-gc',
      '--enable-blink-features=ForceEagerMeasureMemory',
    ],
  });
  try {
    const results = [
      Number(faces) === 0 || (await memory(browser, server, root, Number(faces))),
      Number(kills) === 0 || (await killed(browser, server, root, Number(kills))),
    ];
    return results.every(Boolean);
  } finally {
    await browser.close();
    await server.close();
    await rm(root, { recursive: true, force: true });
  }
}

const said = (holds: boolean, text: string): boolean => {
  console.log(`${holds ? 'holds ' : 'BROKEN'}  ${text}`);
  return holds;
};

/** Bytes of JavaScript of the page and its workers, after a collection of garbage. */
const measured = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { bytes } = await (
      performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }> }
    ).measureUserAgentSpecificMemory();
    return bytes;
  });

async function memory(browser: Browser, server: StudioServer, root: string, count: number): Promise<boolean> {
  const files = await drawnCrops(join(root, 'crops'), count);
  const { page, context } = await openStudio({ browser, address: server.address, hash: '#teach' });
  page.setDefaultTimeout(1_800_000);
  await page.locator('.project-bar').waitFor();
  await readNotice(page);
  for (const name of ['neutral', 'happiness']) {
    await page.getByLabel('Name of a new class').fill(name);
    await page.keyboard.press('Enter');
  }
  const empty = await reloaded(page, () => page.locator('.project-bar').waitFor());
  console.log(`        a reload without faces takes ${empty.toFixed(2)} s on this machine now`);
  await page.getByLabel('These are face crops').check();
  const bytes: number[] = [];
  for (let begin = 0; begin < files.length; begin += step) {
    const part = files.slice(begin, begin + step);
    await page.locator('.teach-add input[type=file]').first().setInputFiles(part);
    await page
      .locator('.project-bar-saved', { hasText: new RegExp(`^${begin + part.length} faces · (in|kept)`) })
      .waitFor();
    // Scrolled through, so that pictures are shown.
    await page.locator('.teach-grid').evaluate((grid) => {
      grid.scrollTop = grid.scrollHeight;
    });
    bytes.push(await measured(page));
    console.log(`        ${begin + part.length} faces: ${(bytes.at(-1)! / 1e6).toFixed(1)} MB`);
  }
  const perThousand = slopeOf(bytes.map((value, index) => ({ x: index, y: value / 1e6 })));
  const slopeHolds = said(
    !grows(perThousand, bars.slope),
    `${perThousand.slope.toFixed(2)} +- ${perThousand.error.toFixed(2)} MB for each ${step} faces; at most ${bars.slope}`,
  );
  const reload = await reloaded(page, async () => {
    await page.locator('.project-bar-saved', { hasText: `${files.length} faces` }).waitFor();
    await page.locator('.teach-face img').first().waitFor();
  });
  const reloadHolds = said(
    reload < bars.reload,
    `a reload shows ${files.length} faces after ${reload.toFixed(2)} s; under ${bars.reload}`,
  );
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as zip' }).click();
  const zip = await readFile((await (await saved).path())!);
  const held = (await filesIn(zip)).size;
  const zipHolds = said(held === files.length + 2, `a zip of ${(zip.length / 1e6).toFixed(1)} MB holds ${held} files`);
  await context.close();
  return slopeHolds && reloadHolds && zipHolds;
}

/** Kills the process of a tab and of its workers. */
async function crash(page: Page): Promise<void> {
  const crashed = new Promise<void>((done) => {
    page.once('crash', () => done());
  });
  // The navigation itself never ends.
  page.goto('chrome://crash').catch(() => {});
  await Promise.race([crashed, new Promise((done) => setTimeout(done, 10_000))]);
  page.close().catch(() => {});
}

/** Seconds until what is waited for is shown. */
async function reloaded(page: Page, shown: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await page.reload();
  await shown();
  return (performance.now() - begin) / 1000;
}

/** Trains once in peace, then again in a tab whose process is killed at random moments. */
async function killed(browser: Browser, server: StudioServer, root: string, count: number): Promise<boolean> {
  const zip = await drawnZip(join(root, 'drawn.mpafer'), 48);
  const { page: first, context } = await openStudio({ browser, address: server.address, hash: '#teach' });
  first.setDefaultTimeout(600_000);
  await openZipIn(first, zip);
  await first.goto(`${server.address}#teach?step=train`);
  const begin = performance.now();
  await first.getByRole('button', { name: 'Train prompts' }).click();
  await first.locator('.status-line', { hasText: 'prompts-1 is trained' }).waitFor();
  const whole = performance.now() - begin;
  let page = first;
  const source = random(20).split('studio');
  let kills = 0;
  for (let tries = 0; kills < count && tries < 4 * count; tries++) {
    // Killed before its first file was written, a run is not there to be resumed.
    const resume = page.getByRole('button', { name: 'Resume prompts-2' });
    await ((await resume.isVisible()) ? resume : page.getByRole('button', { name: 'Train prompts' })).click();
    const finished = page.locator('.status-line', { hasText: 'prompts-2 is trained' });
    const patience = (1.5 * whole * (0.3 + source.uniform())) / count + 1500;
    const ended = await finished.waitFor({ timeout: patience }).then(
      () => true,
      () => false,
    );
    if (ended) break;
    await crash(page);
    kills++;
    console.log(`        killed ${kills} of ${count} times`);
    page = await context.newPage();
    page.setDefaultTimeout(600_000);
    await page.goto(`${server.address}#teach?step=train`);
    await page
      .getByRole('button', { name: /^(Resume|Train) prompts/ })
      .first()
      .waitFor();
  }
  const resume = page.getByRole('button', { name: 'Resume prompts-2' });
  if (kills === count)
    await ((await resume.isVisible()) ? resume : page.getByRole('button', { name: 'Train prompts' })).click();
  await page.locator('li', { hasText: 'prompts-2' }).filter({ hasText: 'trained' }).waitFor();
  await page.goto(`${server.address}#teach?step=share`);
  const packs: Buffer[] = [];
  for (const run of ['prompts-1', 'prompts-2']) {
    await page.locator('.teach-source select').selectOption(run);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Pack', exact: true }).click();
    packs.push(await readFile((await (await saved).path())!));
  }
  await context.close();
  return said(
    packs[0]!.equals(packs[1]!),
    `the tab was killed ${kills} times while it trained: ${packs[0]!.equals(packs[1]!) ? 'the same bytes' : 'other bytes'}`,
  );
}
