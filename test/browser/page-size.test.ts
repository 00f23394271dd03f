// What a page downloads before it recognises or trains: the script of the browser entry, minified and compressed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { pathOf } from './open-page.ts';

const recogniseAndTrain = `export {
  browserEngine, decodeImage, defaultDescriptions, fetchedModelFolder, loadClip, loadRun, openDataset, parseConfiguration,
  train, zeroShotRecogniser,
} from './src/api/browser.ts';`;

test('the script of a page that recognises and trains is at most 130 kB, compressed with gzip', async () => {
  const { outputFiles, warnings } = await build({
    stdin: { contents: recogniseAndTrain, resolveDir: pathOf('../..') },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  assert.deepEqual(warnings, []);
  const [script] = outputFiles;
  const size = gzipSync(script!.contents, { level: 9 }).length;
  assert.ok(size <= 130_000, `it is ${size} bytes`);
  assert.ok(script!.text.includes('jitless:!0'), 'zod is kept from compiling its checks');
});
