// A camera of 640 x 480 at 30 frames a second: how many the studio recognises, and how many others do in the same headless Chromium.
// Usage: `npm ci` here, then node bench/webcam/webcam.ts [SECONDS]. One after the other, on WebAssembly.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../test/browser/chromium.ts';
import { servePages } from '../../test/browser/page-server.ts';
import { openStudio, startStudio } from '../../test/browser/studio/open-studio.ts';
import { portraitCamera } from '../../test/browser/studio/portrait-clips.ts';
import type { Measured, WebcamPage } from './webcam-answers.ts';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const seconds = Number(process.argv[2] ?? 15);
const warmUp = 5;

/** Frames a second in the last seconds, as the studio writes them into its results. */
async function studio(browser: Browser): Promise<Measured> {
  const server = await startStudio();
  const { page, context } = await openStudio({ browser, address: server.address, hash: '#look' });
  await context.grantPermissions(['camera']);
  await page.getByRole('button', { name: 'Start the camera' }).click();
  await page.locator('.video-time', { hasText: / · [1-9]\d* s/ }).waitFor();
  await page.waitForTimeout((warmUp + seconds) * 1000);
  await page.getByRole('button', { name: 'Stop the camera' }).click();
  await page.getByRole('button', { name: 'Save results' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'JSON lines' }).click();
  const lines = (await readFile((await (await saved).path())!, 'utf8')).trim().split('\n');
  const rows = lines.map(
    (line) => JSON.parse(line) as { readonly timestamp: number; readonly faces: readonly object[] },
  );
  const last = rows.at(-1)!.timestamp;
  const counted = rows.filter(({ timestamp }) => timestamp > last - seconds);
  await context.close();
  await server.close();
  return {
    rate: counted.length / seconds,
    withFace: counted.filter(({ faces }) => faces.length > 0).length / Math.max(counted.length, 1),
  };
}

async function peers(browser: Browser, onMeasured: (name: string, measured: Measured) => void): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [pathOf('page/webcam-page.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const pages = new Map<string, string | Uint8Array>([
    ['/index.html', '<!doctype html><title>Webcam</title><script type="module" src="/page.js"></script>'],
    ['/page.js', outputFiles[0]!.contents],
  ]);
  const server = await servePages(pages, { '/peers': pathOf('node_modules') });
  type Global = typeof globalThis & { readonly webcamPage: WebcamPage };
  const names = ['human', 'mediapipe face mesh'];
  for (const name of names) {
    const context = await browser.newContext({ permissions: ['camera'] });
    const page = await context.newPage();
    await page.goto(server.url);
    await page.waitForFunction('"webcamPage" in globalThis');
    const measured = await page
      .evaluate(([own, before, during]) => (globalThis as Global).webcamPage.measure(own, before, during), [
        name,
        warmUp,
        seconds,
      ] as const)
      .catch((error: Error) => console.log(`${name} does not run here: ${error.message.split('\n')[0]}`));
    if (measured) onMeasured(name, measured);
    await context.close();
  }
  await server.close();
}

const folder = await mkdtemp(join(tmpdir(), 'mpafer-webcam-'));
const camera = await portraitCamera(folder, 30);
const show = (name: string, { rate, withFace }: Measured) =>
  console.log(`| ${name} | ${rate.toFixed(1)} | ${Math.round(withFace * 100)} % | ${loadavg()[0]!.toFixed(1)} |`);
try {
  console.log('| | frames a second | with a face | load of the machine |\n|---|---|---|---|');
  // The peers need WebGL, which takes the same two cores where there is no graphics card, and then draws the studio's page too.
  for (const webgl of [false, true]) {
    const browser = await launchChromium({ webgl, camera });
    show(webgl ? 'the studio, beside WebGL' : 'the studio', await studio(browser));
    if (webgl) await peers(browser, show);
    await browser.close();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
