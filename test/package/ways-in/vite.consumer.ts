// docs/ways-in/vite.md with each version that it names, in development and built, and with Vitest.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { consumerWith, freePort } from './consumer.ts';
import { writePage } from './page-files.ts';
import { closeBrowser, look } from './project.ts';
import { serveFolder } from './static-server.ts';

after(closeBrowser);

for (const version of [6, 7, 8]) {
  test(`Vite ${version}, in development and built`, async () => {
    const project = consumerWith([`vite@${version}`]);
    try {
      await writePage('vite', project.folder, ['index.html', 'src/main.js']);
      await project.shell('npx mpafer web-assets public');
      const port = await freePort();
      const stop = await project.serve(
        `npx vite --port ${port} --strictPort --host 127.0.0.1`,
        `http://127.0.0.1:${port}/`,
      );
      try {
        // The first visit may reload the page, once Vite has found its dependencies.
        assert.equal((await look(`http://127.0.0.1:${port}/`)).shown, 'happiness');
      } finally {
        await stop();
      }
      await project.shell('npx vite build --base ./');
      const built = join(project.folder, 'dist');
      assert.deepEqual(globSync('**/*.wasm', { cwd: built }), ['mpafer/ort-wasm-simd-threaded.wasm']);
      const server = await serveFolder(built, '/below/a/path/');
      try {
        assert.equal((await look(server.url)).shown, 'happiness');
      } finally {
        server.close();
      }
    } finally {
      project.remove();
    }
  });
}

test('Vitest, in Node and with jsdom', async () => {
  const project = consumerWith(['vitest', 'vite', 'jsdom']);
  try {
    await writePage('vite', project.folder, ['src/expression.test.js']);
    for (const environment of ['node', 'jsdom'])
      assert.match(await project.shell(`npx vitest run --environment ${environment}`), /Tests +1 passed/);
  } finally {
    project.remove();
  }
});
