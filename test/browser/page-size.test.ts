// What a page downloads before it recognises or trains: the script of the browser entry, minified and compressed.
import assert from 'node:assert/strict';
import { relative, sep } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { pathOf } from './open-page.ts';

const recogniseAndTrain = `export {
  browserEngine, decodeImage, defaultDescriptions, fetchedModelFolder, loadClip, loadRun, openDataset, parseConfiguration,
  train, zeroShotRecogniser,
} from './src/api/browser.ts';`;

test('the script of a page that recognises and trains is at most 130 kB, compressed with gzip', async () => {
  const { outputFiles, warnings, metafile } = await build({
    stdin: { contents: recogniseAndTrain, resolveDir: pathOf('../..') },
    bundle: true,
    minify: true,
    // As Vite, webpack and Rollup do: what is imported on demand, such as the reader of a data set, is a file of its own.
    splitting: true,
    outdir: 'out',
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  assert.deepEqual(warnings, []);
  const files = new Map(outputFiles.map((file) => [relative(process.cwd(), file.path).split(sep).join('/'), file]));
  const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === '<stdin>')!;
  const first = new Set<string>();
  const add = (name: string) => {
    if (first.has(name)) return;
    first.add(name);
    for (const { path, kind } of metafile.outputs[name]!.imports) if (kind === 'import-statement') add(path);
  };
  add(entry);
  const size = [...first].reduce((sum, name) => sum + gzipSync(files.get(name)!.contents, { level: 9 }).length, 0);
  assert.ok(size <= 130_000, `it is ${size} bytes in ${first.size} files`);
  assert.ok(
    [...first].some((name) => files.get(name)!.text.includes('jitless:!0')),
    'zod never compiles its checks',
  );
});
