// Where a page finds the engine's files: by default, below a path, in a worker, on another origin, and what it says where they are not.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { version } from '../../src/core/version.ts';
import { bundleWorkers } from '../../tools/bundle-page-scripts.ts';
import { engineFolder } from './engine-folder.ts';
import { type OpenPage, openPage } from './open-page.ts';
import type { PageFolderPage } from './page-folder.ts';

const asked = { title: 'Folder', script: './page/page-folder-page.ts', global: 'pageFolderPage' } as const;
let opened: OpenPage | undefined;

before(async () => {
  const worker = new TextDecoder().decode((await bundleWorkers()).get('engine-worker.js')!);
  assert.ok(worker.includes(version));
  opened = await openPage({ ...asked, files: { '/old-worker.js': worker.replaceAll(version, '0.0.1') } });
});
after(() => opened?.close());

interface Page {
  readonly pageFolderPage: PageFolderPage;
  readonly history: { replaceState(state: undefined, title: '', address: string): void };
}
type Global = typeof globalThis & Page;

const addOnes = (at: string, options: Parameters<PageFolderPage['addOnes']>[0] = {}, { page } = opened!) =>
  page.evaluate(
    ([address, given]) => {
      const { history, pageFolderPage } = globalThis as Global;
      history.replaceState(undefined, '', address);
      return pageFolderPage.addOnes(given);
    },
    [at, options] as const,
  );

test('beside the page', async () => {
  assert.equal(await addOnes('/'), '2');
});

test('above the page of a router, which is looked for once', async () => {
  await opened!.page.reload();
  await opened!.page.waitForFunction('pageFolderPage');
  const requests: string[] = [];
  opened!.page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  assert.equal(await addOnes('/photos/7'), '2');
  assert.equal(await addOnes('/other/route/8'), '2');
  assert.deepEqual(
    requests.filter((path) => path.endsWith('mpafer.json')),
    ['/photos/mpafer/mpafer.json', '/mpafer/mpafer.json'],
  );
});

test('in a worker whose script is a blob', async () => {
  const found = await opened!.page.evaluate(() => (globalThis as Global).pageFolderPage.addOnesInBlob());
  assert.equal(found, '2');
});

test('on another origin that lets the page read', async () => {
  const files = new Map(await engineFolder('/elsewhere/'));
  const server = createServer((request, response) => {
    const content = files.get(request.url!);
    response.writeHead(content === undefined ? 404 : 200, {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Content-Type': request.url!.endsWith('.js') ? 'text/javascript' : 'application/wasm',
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const assets = `http://127.0.0.1:${(server.address() as AddressInfo).port}/elsewhere`;
    assert.equal(await addOnes('/', { assets }), '2');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('says where it looked, and what to run', async () => {
  const bare = await openPage({ ...asked, files: { '/mpafer/mpafer.json': '<!doctype html><title>Start</title>' } });
  try {
    const found = await addOnes('/a/b', {}, bare);
    assert.match(
      found,
      /^host: Cannot find the files that a page needs: there is no "http:.*\/a\/mpafer\/mpafer\.json" and no "http/,
    );
    assert.match(found, /npx mpafer web-assets FOLDER/);
  } finally {
    await bare.close();
  }
});

test('names a worker of another version', async () => {
  const found = await addOnes('/', { workerUrl: '/old-worker.js' });
  assert.match(
    found,
    new RegExp(
      `^host: Cannot use the worker at "http:.*/old-worker\\.js": it is of mpafer 0\\.0\\.1; expected ${version}`,
    ),
  );
});

test('names the runtime of GPUs where it was not copied', async () => {
  const found = await addOnes('/', { provider: 'webgpu', assets: '/nowhere' });
  assert.match(
    found,
    /^host: The engine's worker at ".*\/nowhere\/engine-worker-webgpu\.js" failed: .* 404 \(.*--webgpu/,
  );
});
