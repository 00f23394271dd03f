// The published package: what is in it, how it is found by tools, and that it works where nothing else is.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { publint } from 'publint';
import { compilers, errorsOf } from './compile-project.ts';
import { environment, type Installed, installPackage, packPackage, repository } from './installed.ts';

const packed = mkdtempSync(join(tmpdir(), 'mpafer-packed-'));
const projects = join(repository, 'test/package/projects');
let tarball: string;
let installed: Installed;

before(() => {
  tarball = packPackage(packed);
  installed = installPackage(tarball, ['--ignore-scripts']);
});
after(() => {
  installed?.remove();
  rmSync(packed, { recursive: true });
});

const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));

/** Runs a program of this repository's packages; returns its standard output. */
const tool = (path: string, ...parameters: readonly string[]) =>
  execFileSync(process.execPath, [join(repository, 'node_modules', path), ...parameters], {
    cwd: installed.folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });

test('passes publint without a remark', async () => {
  const { messages } = await publint({ pkgDir: repository, strict: true });
  assert.deepEqual(messages, []);
});

test('has types that every tool resolves, for each entry point', () => {
  const cli = JSON.parse(readFileSync(join(repository, 'node_modules/@arethetypeswrong/cli/package.json'), 'utf8'));
  const parameters = [tarball, '--profile', 'esm-only', '--format', 'json'];
  const found = JSON.parse(tool(`@arethetypeswrong/cli/${cli.bin.attw}`, ...parameters)) as {
    analysis: { types: { kind: string }; entrypoints: Record<string, unknown> };
    problems?: Record<string, { resolutionKind?: string }[]>;
  };
  assert.equal(found.analysis.types.kind, 'included');
  assert.deepEqual(Object.keys(found.analysis.entrypoints).sort(), Object.keys(manifest.exports).sort());
  // The package is ESM alone: the resolution of Node 10 and CommonJS are no concern of it.
  const left = Object.values(found.problems ?? {})
    .flat()
    .filter(({ resolutionKind }) => resolutionKind !== 'node10' && resolutionKind !== 'node16-cjs');
  assert.deepEqual(left, []);
});

test('puts the types inside each condition, where tools look for those of a page', () => {
  const { browser, default: node } = manifest.exports['.'];
  assert.deepEqual(Object.keys(manifest.exports['.']), ['browser', 'default']);
  for (const entry of [browser, node]) assert.deepEqual(Object.keys(entry), ['types', 'default']);
  assert.deepEqual(manifest.exports['./browser'], browser);
  assert.deepEqual(manifest.exports['./node'], node);
});

test('holds compiled code, its types and the documents, and neither source nor tests', () => {
  const root = join(installed.folder, 'node_modules/mpafer');
  const found = readdirSync(root).sort();
  for (const needed of ['LICENSE', 'README.md', 'assets', 'bin', 'configs', 'dist', 'docs', 'package.json'])
    assert.ok(found.includes(needed), `${needed} is missing among ${found}`);
  for (const own of ['src', 'test', 'tools', 'bench']) assert.ok(!found.includes(own), `${own} was packed`);
  const pictures = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(png|svg|jpe?g)$/.test(path),
  );
  assert.deepEqual(
    pictures.sort(),
    [
      ...['astronaut-face.png', 'astronaut.jpg'].map((name) => join('assets', 'portraits', name)),
      ...['example.jpg', 'icon.svg'].map((name) => join('dist', 'studio', name)),
    ],
    'the portrait of the demo, and its face; the same portrait in the studio, and its sign',
  );
  const size = statSync(tarball).size;
  const parts =
    'the embedded model takes 7.9 million, the two models that find faces 2.0 million, studio and command line .5 million each';
  assert.ok(size <= 12_900_000, `the tarball has ${size} bytes, of which ${parts}`);
  assert.ok(existsSync(join(root, 'dist/engine/node/worker.js')));
  for (const [bundle, contained] of [
    ['cli/bundle', 'hono'],
    ['studio', 'preact'],
    ['web', 'onnxruntime-web'],
  ] as const) {
    const licences = readFileSync(join(root, 'dist', bundle, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    assert.match(licences, new RegExp(`^${contained} \\d+\\.\\d+\\.\\d+: MIT$`, 'm'), `the licences of dist/${bundle}`);
  }
  assert.ok(!existsSync(join(root, 'dist/cli/main.js')), 'the command line was packed twice');
  assert.ok(existsSync(join(root, 'dist/api/node.d.ts')));
});

test('prints its version on the command line', () => {
  assert.equal(installed.run('npx', '--no-install', 'mpafer', '--version').trim(), manifest.version);
});

test('serves the studio with strict headers, and ends when it is told to', async () => {
  const program = join(installed.folder, 'node_modules/mpafer/bin/mpafer.js');
  const child = spawn(process.execPath, [program, 'studio', '--port', '0'], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  try {
    const [printed] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    const address = printed.trim();
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/$/);
    const page = await fetch(address);
    assert.match(await page.text(), /<title>mpafer studio<\/title>/);
    assert.match(page.headers.get('content-security-policy')!, /connect-src 'self'/);
    assert.equal(page.headers.get('cross-origin-embedder-policy'), 'require-corp');
    const { files } = (await (await fetch(`${address}mpafer/mpafer.json`)).json()) as { files: Record<string, string> };
    for (const file of ['engine-worker.js', 'face-clip/model.3-images.bin', 'packs/fer2013.safetensors'])
      assert.equal(
        (await fetch(`${address}mpafer/${file}`, { method: 'HEAD' })).status,
        200,
        `${file} of ${Object.keys(files)}`,
      );
  } finally {
    child.kill('SIGINT');
  }
  assert.deepEqual(await ended, [0, null]);
});

test('finds nothing wrong with a fresh installation', () => {
  const lines = installed.run('npx', '--no-install', 'mpafer', 'doctor').trim().split('\n');
  assert.ok(lines.length > 3);
  for (const line of lines) assert.match(line, /^ok /);
});

test('names what is wrong where the binaries of sharp and of the native runtime are missing', () => {
  const { folder, outcome } = installed;
  const missing = ['@img', 'onnxruntime-node'].map((name) => join(folder, 'node_modules', name));
  for (const path of missing) renameSync(path, `${path}.away`);
  try {
    assert.equal(outcome('npx', '--no-install', 'mpafer', '--version').stdout.trim(), manifest.version);
    const { code, stdout } = outcome('npx', '--no-install', 'mpafer', 'doctor');
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^ok +engine +ONNX Runtime [\d.]+ \(WebAssembly, 3 to 10 times slower .*\) computes a gradient$/m,
    );
    assert.match(stdout, /^failed +images +Cannot load sharp, which reads and writes images: /m);
    assert.match(stdout, /^ok +model /m);
  } finally {
    for (const path of missing) renameSync(`${path}.away`, path);
  }
});

test('computes in a worker thread, from compiled code, and the process ends', () => {
  const program = readFileSync(join(projects, 'types/neutral.ts'), 'utf8');
  writeFileSync(
    join(installed.folder, 'program.js'),
    program.replace('type Engine, ', '').replace(': Engine', '').replace('await engine.close();', ''),
  );
  assert.equal(installed.run(process.execPath, 'program.js'), '2,3\n');
});

test('the entry of pages can be imported in Node, as rendering on a server does', () => {
  const text = "import { browserEngine } from 'mpafer/browser'; console.log(typeof browserEngine);";
  assert.equal(installed.run(process.execPath, '--input-type=module', '--eval', text), 'function\n');
});

test('installs and works where the install script of the native runtime fails', () => {
  // The script refuses a runtime that it does not know, as it fails where it cannot reach the host of the CUDA build.
  const offline = installPackage(tarball, [], { ONNXRUNTIME_NODE_INSTALL: 'none-such' });
  try {
    const lines = offline.run('npx', '--no-install', 'mpafer', 'doctor').trim().split('\n');
    assert.match(lines[1]!, /^ok +engine +ONNX Runtime [\d.]+ \((native|WebAssembly, .*)\) computes a gradient$/);
    for (const line of lines) assert.match(line, /^ok /);
  } finally {
    offline.remove();
  }
});

test('is bundled for pages with its browser entry, and nothing of Node in it', async () => {
  const { metafile, warnings } = await build({
    stdin: { contents: "export { browserEngine, loadRun } from 'mpafer';", resolveDir: installed.folder },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
  });
  assert.deepEqual(warnings, []);
  const inputs = Object.keys(metafile.inputs);
  assert.ok(inputs.some((path) => path.endsWith('mpafer/dist/api/browser.js')));
  assert.deepEqual(
    inputs.filter((path) => /dist\/(platform|engine)\/node\/|onnxruntime-node|sharp/.test(path)),
    [],
  );
});

/** The projects of users, beside the package that they import. */
function installTypes(): string {
  const folder = join(installed.folder, 'types');
  cpSync(join(projects, 'types'), folder, { recursive: true });
  return folder;
}

const sources = readdirSync(join(projects, 'types')).filter((name) => name.endsWith('.ts'));
const resolutions = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'node16', moduleResolution: 'node16' },
  { module: 'esnext', moduleResolution: 'bundler' },
];

const onPage = 'bundled-page.ts';

test('two versions of TypeScript are tried', () => {
  assert.equal(new Set(compilers.map(({ version }) => version)).size, 2);
});

for (const { version, program } of compilers) {
  for (const resolution of resolutions) {
    test(`TypeScript ${version} finds the types of each entry with ${resolution.moduleResolution}`, () => {
      const found = errorsOf(
        program,
        installTypes(),
        sources.filter((name) => name !== onPage),
        resolution,
      );
      assert.equal(found, '');
    });
  }

  test(`TypeScript ${version} finds the engine of pages by the neutral name under the condition "browser"`, () => {
    const asPage = { ...resolutions[2], customConditions: ['browser'] };
    assert.equal(errorsOf(program, installTypes(), [onPage], asPage), '');
    assert.match(
      errorsOf(program, installTypes(), [onPage], resolutions[2]!),
      /has no exported member (named )?'browserEngine'/,
    );
  });
}
