// The licences beside a bundle: those of every package in it, and of no other.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licencesFile } from '../../src/engine/page-files.ts';
import { bundleCommandLine } from '../../tools/bundle-command-line.ts';
import { writePageScriptsTo } from '../../tools/bundle-page-scripts.ts';
import { thirdPartyLicences } from '../../tools/licences/third-party-licences.ts';
import { temporaryFolder } from '../platform/node/temporary-folder.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The packages that files of this repository import, whether a bundler puts them into its bundle or not. */
async function importedBy(entryPoints: readonly string[], platform: 'browser' | 'node'): Promise<readonly string[]> {
  const how = {
    bundle: true,
    write: false,
    format: 'esm',
    packages: 'external',
    outdir: 'out',
    logLevel: 'error',
  } as const;
  const { metafile } = await build({
    ...how,
    absWorkingDir: repository,
    entryPoints: [...entryPoints],
    platform,
    metafile: true,
  });
  const paths = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const names = paths.map((path) => /^(@[^/]+\/)?[^/]+/.exec(path)![0]);
  return [...new Set(names)].filter((name) => !name.startsWith('node:'));
}

const headersOf = (text: string): readonly string[] =>
  [...text.matchAll(/^(@?[\w./-]+) \d[\w.-]*: .+$/gm)].map(([, name]) => name!);

test("the scripts of pages come with the licences of the packages that they import, and of those packages' own", async (t) => {
  const folder = await temporaryFolder(t);
  await writePageScriptsTo(folder);
  const named = headersOf(await readFile(join(folder, licencesFile), 'utf8'));
  const entries = ['src/api/browser.ts', 'src/engine/browser/worker.ts', 'src/engine/browser/worker-webgpu.ts'];
  for (const name of await importedBy(entries, 'browser')) assert.ok(named.includes(name), `${name} of ${named}`);
  assert.ok(named.includes('d3-path'), 'd3-shape imports it');
  assert.ok(!named.includes('hono'), 'only servers import it');
});

test('the command line comes with the licences of what it contains, not of what stays in node_modules', async (t) => {
  const folder = await temporaryFolder(t);
  await bundleCommandLine(folder);
  const named = headersOf(await readFile(join(folder, licencesFile), 'utf8'));
  const outside = /^(sharp|koffi|ai|onnxruntime-.*|@ai-sdk\/.*)$/;
  for (const name of await importedBy(['src/cli/main.ts'], 'node'))
    assert.equal(named.includes(name), !outside.test(name), `${name} of ${named}`);
});

test('a package is named once, with its version, its source, its licence and its notices', async (t) => {
  const folder = await temporaryFolder(t);
  const write = async (path: string, content: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  const manifest = { name: '@of/one', version: '1.2.3', license: 'MIT', repository: { url: 'git+https://x/one.git' } };
  await write('node_modules/@of/one/package.json', JSON.stringify(manifest));
  await write('node_modules/@of/one/LICENCE.md', 'Do what you like\n');
  await write('node_modules/@of/one/NOTICE', 'By somebody\n');
  await write('node_modules/bare/package.json', '{ "name": "bare", "version": "1.0.0", "license": "MIT" }');
  const modules = ['a.js', 'lib/b.js'].map((file) => join(folder, 'node_modules/@of/one', file));
  assert.equal(
    thirdPartyLicences([...modules, join(folder, 'src/own.js')]),
    '@of/one 1.2.3: MIT\nhttps://x/one.git\n\nDo what you like\n\nBy somebody\n',
  );
  assert.throws(() => thirdPartyLicences([join(folder, 'node_modules/bare/a.js')]), /bare contains no licence; add/);
});
