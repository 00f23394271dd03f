// Draws the pictures of docs/studio.md: the studio in headless Chromium, with the portraits that ship.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { launchChromium, openStudio, startStudio } from '../test/browser/studio/open-studio.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const folder = join(repository, 'docs/studio');
const portrait = (name: string): string => join(repository, 'assets/portraits', name);

const save = async (page: Page, name: string): Promise<void> => {
  const picture = await page.screenshot({ animations: 'disabled' });
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
await browser.close();
await server.close();
