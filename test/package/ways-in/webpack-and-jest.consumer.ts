// docs/ways-in/bundlers.md with webpack, whose worker is its own too, and with Jest.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { consumerWith } from './consumer.ts';
import { wayIn, writePage } from './page-files.ts';
import { closeBrowser, look } from './project.ts';
import { serveFolder } from './static-server.ts';

after(closeBrowser);

const commandOf = (page: string, program: string): string => {
  const found = wayIn(page).commands.find((command) => command.includes(`npx ${program}`));
  assert.ok(found !== undefined, `${page}.md has no command with ${program}`);
  return found;
};

test('webpack 5: the page, and a worker of its own', async () => {
  const project = consumerWith(['webpack@5', 'webpack-cli']);
  try {
    await project.shell(commandOf('bundlers', 'mpafer'));
    await writePage('bundlers', project.folder, ['public/index.html', 'src/main.js']);
    const show = async () => {
      await project.shell(commandOf('bundlers', 'webpack'));
      const server = await serveFolder(join(project.folder, 'public'), '/below/');
      try {
        assert.equal((await look(server.url)).shown, 'happiness');
      } finally {
        server.close();
      }
    };
    await show();
    assert.deepEqual(globSync('**/*.wasm', { cwd: join(project.folder, 'public') }), [
      'mpafer/ort-wasm-simd-threaded.wasm',
    ]);
    await writePage('worker', project.folder, ['src/main.js', 'src/recognise.worker.js']);
    await show();
  } finally {
    project.remove();
  }
});

test('Jest, for one test in an environment of Node beside jsdom', async () => {
  const project = consumerWith(['jest', 'jest-environment-jsdom']);
  try {
    await writePage('bundlers', project.folder, ['jest.config.mjs', 'src/expression.test.js']);
    await project.shell(commandOf('bundlers', 'jest'));
  } finally {
    project.remove();
  }
});
