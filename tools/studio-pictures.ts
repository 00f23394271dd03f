// Draws the pictures of docs/studio.md and docs/studio-teach.md: every room in headless Chromium, with the portraits that ship and drawn faces.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { everyRoom } from '../test/browser/studio/every-room.ts';
import { launchChromium, openStudio, startStudio } from '../test/browser/studio/open-studio.ts';

const folder = join(fileURLToPath(new URL('..', import.meta.url)), 'docs/studio');

/** Pictures by the state that they show; whole pages where the window does not hold them. */
const pictures: Readonly<
  Record<string, readonly { readonly name: string; readonly theme: 'light' | 'dark'; readonly whole?: boolean }[]>
> = {
  'look-photos': [{ name: 'look-light', theme: 'light' }],
  'look-unsure': [{ name: 'look-dark', theme: 'dark' }],
  'look-video': [{ name: 'look-video', theme: 'light', whole: true }],
  'teach-faces': [
    { name: 'teach-light', theme: 'light', whole: true },
    { name: 'teach-dark', theme: 'dark', whole: true },
  ],
  'teach-trained': [{ name: 'teach-trained', theme: 'light', whole: true }],
  'understand-head': [
    { name: 'understand-light', theme: 'light', whole: true },
    { name: 'understand-dark', theme: 'dark', whole: true },
  ],
};

await mkdir(folder, { recursive: true });
const made = await mkdtemp(join(tmpdir(), 'mpafer-pictures-'));
const browser = await launchChromium();
const server = await startStudio();
const { page } = await openStudio({ browser, address: server.address, width: 1280, height: 860 });
const show = (place: string) => page.goto(`${server.address}#${place}`);
for await (const state of everyRoom({ page, show, folder: made })) {
  for (const { name, theme, whole = false } of pictures[state] ?? []) {
    await page.emulateMedia({ colorScheme: theme });
    // Up to the bar, which would otherwise lie in the middle of the picture; and without the ring of what has the focus.
    await page.evaluate('document.activeElement.blur(); scrollTo(0, 0)');
    await page.mouse.move(0, 0);
    await page.waitForTimeout(500);
    const picture = await page.screenshot({ animations: 'disabled', fullPage: whole });
    await sharp(picture)
      .webp({ quality: 82, effort: 6 })
      .toFile(join(folder, `${name}.webp`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
await rm(made, { recursive: true });
await browser.close();
await server.close();
