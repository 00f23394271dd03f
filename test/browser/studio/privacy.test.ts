// Nothing leaves the tab: requests are counted at the server, at a server elsewhere and at the gate, while the studio recognises and saves.
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { workshop } from '../../support/workshop.ts';
import { downloaded, drawnZip, openZipIn } from './drawn-zip.ts';
import { launchChromium, type OpenedStudio, openStudio, ready, type StudioServer, startStudio } from './open-studio.ts';
import { elsewhere, type Host, plainHost } from './plain-host.ts';

const shop = await workshop();
let browser: Browser;
let outside: Host;
before(async () => {
  browser = await launchChromium();
  outside = await elsewhere();
});
after(async () => {
  await browser?.close();
  await outside?.close();
});

/** After each visit the browser itself asks, when it likes, whether there is a newer gate; this says nothing of the visit. */
const isUpdateCheck = (request: string): boolean => /^GET \S*\/service-worker\.js( 200)?$/.test(request);

/** Requests that were tried since the page was ready: those that servers heard, and those that the gate refused. */
async function attempts(
  page: Page,
  host: { readonly requests: readonly string[] },
  since: number,
): Promise<readonly string[]> {
  await page.locator('.privacy-chip').click();
  const dialog = page.getByRole('dialog', { name: 'What leaves this tab' });
  await dialog.getByText(/^No request left this tab|requests were refused since/).waitFor();
  const refused = await page.locator('.privacy-refused li').allTextContents();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const heard = host.requests.slice(since).filter((request) => !isUpdateCheck(request));
  return [...heard, ...outside.requests.splice(0), ...refused];
}

/** Requests of the page, its workers and its gate that the browser puts on the wire from now on, wherever they go. */
function wireOf(context: BrowserContext): readonly string[] {
  const wire: string[] = [];
  const add = (method: string, url: string) => {
    const request = `${method} ${url}`;
    if (/^https?:/.test(url) && !isUpdateCheck(request)) wire.push(request);
  };
  context.on('response', (response) => {
    if (!response.fromServiceWorker()) add(response.request().method(), response.url());
  });
  context.on('requestfailed', (request) => add(request.method(), request.url()));
  return wire;
}

/** What a user does in Teach and Understand: opens a project, trains prompts, takes them along, and asks why. */
async function teach(page: Page, address: string, zip: string): Promise<void> {
  await page.goto(`${address}#teach`);
  await openZipIn(page, zip);
  await page.goto(`${address}#teach?step=train`);
  await page.getByRole('button', { name: 'Train prompts' }).click();
  await page.locator('.status-line', { hasText: 'prompts-1 is trained' }).waitFor();
  await page.goto(`${address}#teach?step=share`);
  await page.locator('.teach-source select').selectOption('prompts-1');
  for (const what of ['Pack', 'ONNX', 'Run folder', 'Save as zip'])
    assert.ok((await downloaded(page, what)).length > 0);
  await page.goto(`${address}#understand`);
  await page.locator('.understand-maps figure').first().waitFor();
}

/** What a user does in the Look room. */
async function work(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try this portrait' }).click();
  await page.getByRole('heading', { name: /Happiness|Unsure/ }).waitFor();
  await page.getByRole('button', { name: 'Save results' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  await (await saved).delete();
}

/** Asks somebody from the very worker that recognises. */
const leak = (page: Page, address: string, method = 'GET') =>
  page.workers()[0]!.evaluate(
    ([url, verb]) =>
      fetch(url!, { method: verb! }).then(
        (response) => response.text(),
        () => 'refused',
      ),
    [address, method] as const,
  );

suite('served by mpafer studio', { concurrency: 1 }, () => {
  let server: StudioServer;
  let opened: OpenedStudio;
  let since: number;
  before(async () => {
    server = await startStudio();
    opened = await openStudio({ browser, address: server.address });
    since = server.requests.length;
  });
  after(async () => {
    await opened?.context.close();
    await server?.close();
  });

  test('recognising and saving make no request', async () => {
    await work(opened.page);
    assert.deepEqual(await attempts(opened.page, server, since), []);
  });

  test('the page is isolated, violates no policy and prints no error', async () => {
    assert.equal(await opened.page.evaluate('crossOriginIsolated'), true);
    assert.deepEqual(opened.violations, []);
    assert.deepEqual(opened.printed, []);
  });

  test('teaching, training, exporting and explaining make none either', async () => {
    const wire = wireOf(opened.context);
    await teach(opened.page, server.address, await drawnZip(shop.at('drawn.mpafer'), 48));
    assert.deepEqual(await attempts(opened.page, server, since), []);
    assert.deepEqual(wire, []);
    assert.deepEqual(opened.violations, []);
    await opened.page.goto(`${server.address}#look`);
  });

  test('a leak of the worker is refused, and counted', async () => {
    const wire = wireOf(opened.context);
    assert.equal(await leak(opened.page, `${server.address}stolen?face=1`), 'refused');
    assert.equal(await leak(opened.page, server.address, 'POST'), 'refused');
    assert.equal(await leak(opened.page, outside.address), 'refused');
    await opened.page.locator('.privacy-chip', { hasText: /[2-9] refused/ }).waitFor();
    const found = await attempts(opened.page, server, since);
    assert.ok(
      found.some((request) => request.includes('stolen?face=1')),
      found.join(),
    );
    assert.ok(
      found.some((request) => request.startsWith('POST')),
      found.join(),
    );
    assert.notDeepEqual(wire, [], 'the count by the browser is red too');
  });

  test('answers nothing but GET of its files, and nobody who comes by another name', async () => {
    const post = await fetch(server.address, { method: 'POST', body: 'a face' });
    assert.equal(post.status, 405);
    assert.equal((await fetch(`${server.address}../package.json`)).status, 404);
    assert.equal((await fetch(`${server.address}%2e%2e/package.json`)).status, 404);
    assert.equal((await fetch(server.address, { method: 'HEAD' })).status, 200);
  });
});

suite('on a host without headers, below a path', { concurrency: 1 }, () => {
  let host: Host;
  let opened: OpenedStudio;
  let since: number;
  before(async () => {
    host = await plainHost();
    opened = await openStudio({ browser, address: host.address });
    since = host.requests.length;
  });
  after(async () => {
    await opened?.context.close();
    await host?.close();
  });

  test('its gate adds the headers: the page is isolated and uses threads', async () => {
    assert.equal(await opened.page.evaluate('crossOriginIsolated'), true);
  });

  test('recognising and saving make no request', async () => {
    await work(opened.page);
    assert.deepEqual(await attempts(opened.page, host, since), []);
  });

  test('a leak of the worker is refused by the gate, although the host sends no policy', async () => {
    assert.equal(await leak(opened.page, outside.address), 'refused');
    assert.equal(await leak(opened.page, `${host.address}stolen?face=1`), 'refused');
    await opened.page.locator('.privacy-chip', { hasText: 'refused' }).waitFor();
    const found = await attempts(opened.page, host, since);
    assert.ok(found.length > 0, 'the count is red');
    assert.deepEqual(
      host.requests.slice(since).filter((request) => !isUpdateCheck(request)),
      [],
    );
  });

  test('a second visit works without the host', async () => {
    await host.close();
    await opened.page.reload();
    await ready(opened.page, opened.printed);
    await work(opened.page);
  });

  test('without the gate the same leak is heard: the count would say so', async () => {
    const open = await plainHost();
    const context = await browser.newContext({ serviceWorkers: 'block' });
    context.setDefaultTimeout(180_000);
    const page = await context.newPage();
    await page.goto(open.address);
    await page.locator('.privacy-chip', { hasText: 'Not sealed' }).waitFor();
    await page.getByText('Ready. The recogniser knows').waitFor();
    assert.equal(await leak(page, outside.address), 'heard');
    assert.equal(outside.requests.splice(0).length, 1);
    await context.close();
    await open.close();
  });
});
