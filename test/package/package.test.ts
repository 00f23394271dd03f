// The published package: what is in it, how it is found by tools, and that it works where nothing else is.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { publint } from 'publint';
import { type Installed, installPackage, repository } from './installed.ts';

let installed: Installed;

before(() => {
  installed = installPackage();
});
after(() => installed?.remove());

const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));

/** A program of `node_modules/.bin` of this repository. */
const tool = (name: string, ...parameters: readonly string[]) =>
  execFileSync(process.execPath, [join(repository, 'node_modules', name), ...parameters], {
    cwd: installed.folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });

test('passes publint without a remark', async () => {
  const { messages } = await publint({ pkgDir: repository, strict: true });
  assert.deepEqual(messages, []);
});

test('has types that every tool resolves', () => {
  const cli = JSON.parse(readFileSync(join(repository, 'node_modules/@arethetypeswrong/cli/package.json'), 'utf8'));
  const parameters = [installed.tarball, '--profile', 'esm-only', '--format', 'json'];
  const found = JSON.parse(tool(`@arethetypeswrong/cli/${cli.bin.attw}`, ...parameters)) as {
    analysis: { types: { kind: string } };
    problems?: Record<string, { resolutionKind?: string }[]>;
  };
  assert.equal(found.analysis.types.kind, 'included');
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
  assert.ok(existsSync(join(root, 'dist/engine/node/worker.js')));
  assert.ok(existsSync(join(root, 'dist/api/node.d.ts')));
});

test('tells its version on the command line', () => {
  assert.equal(installed.run('npx', '--no-install', 'mpafer', '--version').trim(), manifest.version);
});

test('finds nothing wrong with a fresh installation', () => {
  const lines = installed.run('npx', '--no-install', 'mpafer', 'doctor').trim().split('\n');
  assert.ok(lines.length > 3);
  for (const line of lines) assert.match(line, /^ok /);
});

const program = `import { type Engine, nodeEngine } from 'mpafer';
import { add, float32, input, scalar } from 'mpafer/graph';
const engine: Engine = nodeEngine({ threads: 1 });
const { y } = await (await engine.compile({ y: add(input('x', [2]), scalar(1)) })).run({ x: float32([1, 2], [2]) });
console.log([...y.data].join());
await engine.close();
`;

test('is used from a program in TypeScript, which finds its types', () => {
  writeFileSync(join(installed.folder, 'program.ts'), program);
  const options = { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, types: [] };
  writeFileSync(
    join(installed.folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...options, lib: ['es2024', 'dom'] }, files: ['program.ts'] }),
  );
  assert.equal(tool('typescript/bin/tsc', '-p', installed.folder), '');
  assert.equal(installed.run(process.execPath, 'program.ts'), '2,3\n');
});

test('works with its engine in a worker thread, from compiled code', () => {
  writeFileSync(join(installed.folder, 'program.js'), program.replace('type Engine, ', '').replace(': Engine', ''));
  assert.equal(installed.run(process.execPath, 'program.js'), '2,3\n');
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
