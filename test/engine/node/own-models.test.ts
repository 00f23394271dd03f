// Models that others wrote are never run: nothing takes an ONNX file, and the weights of our own lie where they must.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { nodeEngine } from '../../../src/engine/node/node-engine.ts';
import { weight } from '../../../src/graph/tensor.ts';
import { writeOnnx } from '../../../src/onnx/model.ts';
import { openClip } from '../../../src/platform/node/models/models.ts';
import { openCheckpoint } from '../../../src/platform/node/models/open-run.ts';
import { refuses } from '../../data/refuses.ts';
import { temporaryFolder } from '../../platform/node/temporary-folder.ts';

const engine = nodeEngine({ threads: 1 });
after(() => engine.close());

const stored = (file: string, name = file) =>
  weight({ name: 'w', file: { name, source: file }, type: 'float32', shape: [2], begin: 0, end: 8 });

test('only the engines open models; what they load is an export just written, or the face models that ship', () => {
  const root = fileURLToPath(new URL('../../../src', import.meta.url));
  const sources = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  const those = (pattern: RegExp) =>
    sources
      .filter((file) => pattern.test(readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')))
      .map((file) => relative(root, file).replaceAll('\\', '/'))
      .sort();
  assert.deepEqual(those(/InferenceSession/), ['engine/browser/serve-runtime.ts', 'engine/node/worker.ts']);
  assert.deepEqual(those(/\bengine\.load\(/), ['faces/face-finder.ts', 'jobs/export/export-to-onnx.ts']);
});

test('an ONNX file is taken for no model and for no run, in a folder or by its name', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'model.onnx');
  const { bytes } = writeOnnx({ y: stored(join(folder, 'w.bin')) });
  await writeFile(file, bytes);
  await writeFile(join(folder, 'config.json'), '{}');
  await refuses(openClip(folder), 'model', /it has no model\.safetensors$/);
  await refuses(openClip(file), 'model', /it has no model\.safetensors$/);
  await refuses(openCheckpoint(file), 'safetensors', /^Cannot read "[^"]+model\.onnx": /);
});

test('weights are referred to by the last part of their name, whatever it is', () => {
  for (const name of ['/etc/passwd', '../../secret.bin', 'C:\\windows\\w.bin', '..\\..\\w.bin']) {
    const { files } = writeOnnx({ y: stored(name) });
    assert.ok(
      files.every(({ location }) => !/[\\/]/.test(location)),
      name,
    );
  }
});

test('a model that was changed to name a file outside of its folder is refused by the runtime', async (t) => {
  const root = await temporaryFolder(t);
  const inside = join(root, 'inside');
  await mkdir(inside);
  const numbers = new Uint8Array(Float32Array.of(7, 8).buffer);
  await writeFile(join(inside, 'within.bin'), numbers);
  await writeFile(join(root, 'without'), numbers);
  const model = writeOnnx({ y: stored(join(inside, 'within.bin')) });
  const program = await engine.load(model);
  assert.deepEqual([...(await program.run({})).y!.data], [7, 8]);
  // As long as the name that stood there, so that nothing else of the file changes.
  const bytes = Buffer.from(model.bytes);
  bytes.write('../without', bytes.indexOf('within.bin'));
  await refuses(engine.load({ ...model, bytes }), 'host', /.+/);
  for (const outside of ['/etc/host\0', './../withou'].map((name) => name.padEnd(10).slice(0, 10))) {
    const changed = Buffer.from(model.bytes);
    changed.write(outside, changed.indexOf('within.bin'));
    await refuses(engine.load({ ...model, bytes: changed }), 'host', /.+/);
  }
});
