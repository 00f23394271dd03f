// docs/ways-in/next.md with both bundlers of Next 16 without a setting, and as standalone output away from node_modules.
import assert from 'node:assert/strict';
import { cpSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Consumer, consumerWith, freePort } from './consumer.ts';
import { wayIn, writePage } from './page-files.ts';
import { closeBrowser, look } from './project.ts';

let project: Consumer;

before(async () => {
  project = consumerWith(['next@16', 'react@19', 'react-dom@19']);
  const files = [...wayIn('next').files.keys()].filter((path) => path !== 'next.config.mjs');
  await writePage('next', project.folder, files);
  // The same component at a route further down.
  mkdirSync(join(project.folder, 'app/photos/[id]'), { recursive: true });
  writeFileSync(join(project.folder, 'app/photos/[id]/page.js'), "export { default } from '../../page.js';\n");
  await project.shell('npx mpafer web-assets public');
});
after(async () => {
  await closeBrowser();
  project?.remove();
});

const face = () => readFileSync(join(project.folder, 'public/face.png'));

/** Looks at pages of a server that runs, and asks its route. */
async function check(server: string): Promise<void> {
  for (const path of ['/', '/photos/7']) assert.equal((await look(`${server}${path}`)).shown, 'happiness', path);
  const response = await fetch(`${server}/api/expression`, { method: 'POST', body: face() });
  const { status, faces } = (await response.json()) as { status: string; faces: { expression: string }[] };
  assert.deepEqual([status, faces[0]?.expression], ['ok', 'happiness']);
}

for (const bundler of ['turbopack', 'webpack']) {
  test(`Next 16 with ${bundler}, without a setting`, async () => {
    rmSync(join(project.folder, '.next'), { recursive: true, force: true });
    await project.shell(`npx next build --${bundler}`);
    assert.deepEqual(globSync('.next/static/**/*.wasm', { cwd: project.folder }), []);
    const port = await freePort();
    const stop = await project.serve(`npx next start -p ${port}`, `http://localhost:${port}/`);
    try {
      await check(`http://localhost:${port}`);
    } finally {
      await stop();
    }
  });
}

test('Next 16 as standalone output, on a machine without node_modules', async () => {
  const { folder } = project;
  await writePage('next', folder, ['next.config.mjs']);
  rmSync(join(folder, '.next'), { recursive: true, force: true });
  await project.shell('npx next build');
  const away = join(folder, 'deployed');
  cpSync(join(folder, '.next/standalone'), away, { recursive: true });
  cpSync(join(folder, '.next/static'), join(away, '.next/static'), { recursive: true });
  cpSync(join(folder, 'public'), join(away, 'public'), { recursive: true });
  renameSync(join(folder, 'node_modules'), join(folder, 'modules-elsewhere'));
  try {
    const port = await freePort();
    const stop = await project.serve(`cd deployed && PORT=${port} node server.js`, `http://localhost:${port}/`);
    try {
      await check(`http://localhost:${port}`);
    } finally {
      await stop();
    }
  } finally {
    renameSync(join(folder, 'modules-elsewhere'), join(folder, 'node_modules'));
  }
});
