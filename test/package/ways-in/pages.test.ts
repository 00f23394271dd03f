// The pages of docs/ways-in that need nothing but this package and esbuild: each as its reader would do it, in Chromium.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { type Installed, installPackage, packPackage } from '../installed.ts';
import { wayIn, writePage } from './page-files.ts';
import { closeBrowser, look, type Project, projectIn } from './project.ts';
import { serveFolder } from './static-server.ts';

const packed = mkdtempSync(join(tmpdir(), 'mpafer-packed-'));
let installed: Installed;

before(() => {
  installed = installPackage(packPackage(packed), ['--ignore-scripts']);
});
after(async () => {
  await closeBrowser();
  installed?.remove();
  rmSync(packed, { recursive: true });
});

/** Runs the commands of a page, but for the installation, which was done. */
async function follow(page: string, project: Project): Promise<void> {
  for (const command of wayIn(page).commands)
    if (/^npx (mpafer|esbuild) /.test(command)) await project.shell(command.replace('npx esbuild', esbuild));
}

const esbuild = `'${process.execPath}' '${join(import.meta.dirname, '../../../node_modules/esbuild/bin/esbuild')}'`;

/** One runtime, one pack, and of the model what encodes images: no text tower, no tokenizer. */
function assertLean(fetched: readonly string[]): void {
  const names = new Set(fetched.map((path) => path.slice(path.lastIndexOf('/') + 1)));
  const found = [...names].filter((name) => /\.wasm$|\.safetensors$|^model\.|worker\.js$|^tokenizer/.test(name));
  assert.deepEqual(found.sort(), [
    'engine-worker.js',
    'fer2013.safetensors',
    'model.1-start.bin',
    'model.3-images.bin',
    'model.safetensors.pieces.json',
    'ort-wasm-simd-threaded.wasm',
  ]);
}

test('a page without a bundler, below a path, on a server without types', async () => {
  const project = projectIn(installed, 'page', 'site/face.png');
  await writePage('page', project.folder, ['site/index.html']);
  await follow('page', project);
  const server = await serveFolder(join(project.folder, 'site'), '/some/path/');
  try {
    const { shown, fetched } = await look(server.url);
    assert.equal(shown, 'happiness');
    assertLean(fetched);
    assert.ok(fetched.filter((path) => path !== '/favicon.ico').every((path) => path.startsWith('/some/path/')));
  } finally {
    server.close();
  }
});

test('esbuild, with the command of the page', async () => {
  const project = projectIn(installed, 'bundled');
  await writePage('bundlers', project.folder, ['public/index.html', 'src/main.js']);
  await follow('bundlers', project);
  const server = await serveFolder(join(project.folder, 'public'));
  try {
    const { shown, fetched } = await look(server.url);
    assert.equal(shown, 'happiness');
    assertLean(fetched);
  } finally {
    server.close();
  }
  assert.deepEqual(readdirSync(join(project.folder, 'public')).sort(), ['face.png', 'index.html', 'main.js', 'mpafer']);
});

test('a worker of your own', async () => {
  const project = projectIn(installed, 'worker');
  await writePage('bundlers', project.folder, ['public/index.html']);
  await writePage('worker', project.folder, ['src/main.js', 'src/recognise.worker.js']);
  await project.shell('npx mpafer web-assets public --quiet');
  await follow('worker', project);
  const server = await serveFolder(join(project.folder, 'public'));
  try {
    assert.equal((await look(server.url)).shown, 'happiness');
  } finally {
    server.close();
  }
});

test('server-side rendering imports every entry, bundled or not, and refuses to recognise by name', async () => {
  const project = projectIn(installed, 'rendered');
  await writePage('server-side-rendering', project.folder);
  const component = join(project.folder, 'component.js');
  const bundle = join(project.folder, 'bundle.mjs');
  // As Vite's frameworks do where they are told to bundle: for Node, by the conditions of pages.
  await build({
    entryPoints: [component],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: bundle,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  for (const path of [component, bundle]) {
    const text = `const { render, expressionOf } = await import(${JSON.stringify(pathToFileURL(path).href)});
      console.log(render().includes('<output>'), await expressionOf().catch(({ code }) => code));`;
    assert.equal(installed.run(process.execPath, '--input-type=module', '--eval', text), 'true host\n');
  }
  const text = "console.log(typeof (await import('mpafer')).openRecogniser);";
  assert.equal(installed.run(process.execPath, '--input-type=module', '--eval', text), 'function\n');
});

test('Electron, on paper: its files under their policy, its protocol handler in Node', async () => {
  const project = projectIn(installed, 'electron', 'app/face.png');
  await writePage('electron', project.folder);
  await follow('electron', project);
  const main = wayIn('electron').files.get('main.mjs')!;
  const handler = main.slice(main.indexOf('function serve('), main.indexOf('await app.whenReady'));
  const text = `
    import { createServer } from 'node:http';
    import { readFile } from 'node:fs/promises';
    import { join, normalize, extname, sep } from 'node:path';
    import { pathToFileURL } from 'node:url';
    const folder = ${JSON.stringify(join(project.folder, 'app'))};
    const types = { '.html': 'text/html', '.js': 'text/javascript', '.png': 'image/png' };
    // As Electron's own: the content of a file, its type by its ending, a rejection where it is missing.
    const net = { fetch: async (url) => new Response(await readFile(new URL(url)), { headers: { 'Content-Type': types[extname(url)] ?? '' } }) };
    ${handler}
    const server = createServer(async (request, response) => {
      const answer = await serve({ url: 'app://page' + request.url });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
    server.listen(0, () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', text]);
  try {
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (data) => resolve(String(data).trim()));
      child.stderr.once('data', (data) => reject(new Error(String(data))));
    });
    const { shown, printed } = await look(`http://localhost:${port}/index.html`);
    assert.equal(shown, 'happiness');
    assert.deepEqual(
      printed.filter((line) => /Content Security Policy/.test(line)),
      [],
    );
    const outside = await fetch(`http://localhost:${port}/..%2fmain.mjs`);
    assert.equal(outside.status, 404);
  } finally {
    child.kill();
  }
});
