// Draws the pictures of docs/studio.md: the studio in headless Chromium, with the portraits that ship.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { launchChromium, openStudio, startStudio } from '../test/browser/studio/open-studio.ts';
import { portraitClip } from '../test/browser/studio/portrait-clips.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const folder = join(repository, 'docs/studio');
const portrait = (name: string): string => join(repository, 'assets/portraits', name);

const save = async (page: Page, name: string, fullPage = false): Promise<void> => {
  const picture = await page.screenshot({ animations: 'disabled', fullPage });
  await sharp(picture)
    .webp({ quality: 82, effort: 6 })
    .toFile(join(folder, `${name}.webp`));
};

await mkdir(folder, { recursive: true });
const browser = await launchChromium();
const server = await startStudio();
const { page } = await openStudio({ browser, address: server.address, width: 1280, height: 860 });
await page.locator('input[type=file]').first().setInputFiles(['astronaut.jpg', 'grace-hopper.jpg'].map(portrait));
await page.getByRole('button', { name: '2 with faces' }).waitFor({ timeout: 120_000 });
await page.mouse.move(0, 0);
await save(page, 'look-light');
await page.emulateMedia({ colorScheme: 'dark' });
await page.getByRole('option', { name: /grace-hopper/ }).click();
await page.getByRole('heading', { name: 'Unsure' }).waitFor();
await page.mouse.move(0, 0);
await save(page, 'look-dark');

const made = await mkdtemp(join(tmpdir(), 'mpafer-pictures-'));
await page.getByRole('button', { name: 'Clear' }).click();
await page.emulateMedia({ colorScheme: 'light' });
await page
  .locator('input[type=file]')
  .first()
  .setInputFiles(await portraitClip(made));
await page.getByText('15 frames were recognised').waitFor({ timeout: 240_000 });
const slider = page.getByRole('slider', { name: 'Time in the video' });
for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'v', 'ArrowRight', 'ArrowRight', 'v']) await slider.press(key);
await page.getByRole('button', { name: /^Face 1 happiness/ }).waitFor();
await page.locator('.look-name').click();
// Up to the bar, which would otherwise lie in the middle of the picture.
await page.mouse.wheel(0, -5000);
await page.waitForTimeout(500);
await save(page, 'look-video', true);
await rm(made, { recursive: true });
await browser.close();
await server.close();
