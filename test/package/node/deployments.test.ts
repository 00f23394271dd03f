// Where the package is deployed: bundles, systems without the native runtime or sharp, read-only disks, Node's permission model.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { installedProject } from './project.ts';

const user = installedProject();
const node = process.execPath;

/** Runs a test while paths of the project are away. */
function without(paths: readonly string[], action: () => void): void {
  const places = paths.map((path) => join(user.folder, path));
  for (const place of places) renameSync(place, `${place}.away`);
  try {
    action();
  } finally {
    for (const place of places) renameSync(`${place}.away`, place);
  }
}

const program = `
  import { openRecogniser } from 'mpafer';
  async function main() {
    const recogniser = await openRecogniser();
    const { status, faces } = await recogniser.recognise(process.argv[2] ?? 'face.png');
    console.log(status, faces[0]?.expression);
    await recogniser.close();
  }
  main().catch((error) => console.log(error.code, '|', error.message, '|', error.hint));
`;

for (const format of ['esm', 'cjs'] as const) {
  test(`a bundle (${format}) finds the models and the worker in node_modules, and says so where there is none`, async () => {
    const outfile = join(user.folder, 'out', format === 'esm' ? 'app.mjs' : 'app.cjs');
    const stdin = { contents: program, resolveDir: user.folder };
    await build({ stdin, bundle: true, platform: 'node', format, outfile, logLevel: 'error' });
    assert.equal(user.run([node, outfile]).stdout.trim(), 'ok happiness');

    const elsewhere = mkdtempSync(join(tmpdir(), 'mpafer-bundle-'));
    try {
      const copy = join(elsewhere, format === 'esm' ? 'app.mjs' : 'app.cjs');
      cpSync(outfile, copy);
      const { stdout } = user.run([node, copy, join(user.folder, 'face.png')]);
      assert.match(
        stdout,
        /^host \| Cannot find the files of the package mpafer, which ".*app\.[cm]js" does not contain \| /,
      );
      assert.match(stdout, /Deploy node_modules\/mpafer beside the bundle or above it/);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });
}

test('names the assets where a deployment lost them', () => {
  user.write('main.mjs', program);
  without(['node_modules/mpafer/assets'], () => {
    const { stdout } = user.run([node, 'main.mjs']);
    assert.match(
      stdout,
      /^host \| Cannot find "assets\/packs" of the package mpafer in ".*mpafer" \| Deploy all of node_modules\/mpafer/,
    );
  });
});

test('names a file that an installation left damaged, and says to install again', () => {
  user.write('main.mjs', program);
  const assets = join(user.folder, 'node_modules/mpafer/assets');
  for (const [path, found] of [
    [
      'face-clip/model.safetensors',
      /^safetensors \| .*face-clip\/model\.safetensors": tensor .* \| .*install mpafer again/,
    ],
    [
      'packs/fer2013.safetensors',
      /^safetensors \| .*packs\/fer2013\.safetensors": tensor .* \| .*install mpafer again/,
    ],
    ['faces/face-detection.tflite', /^model \| .*face-detection\.tflite" as a TensorFlow Lite model: .* \| .*install/],
  ] as const) {
    const file = join(assets, path);
    const content = readFileSync(file);
    renameSync(file, `${file}.away`);
    try {
      // A new file: the installation is a copy of links.
      writeFileSync(file, content.subarray(0, content.length / 2));
      assert.match(user.run([node, 'main.mjs']).stdout, found);
    } finally {
      renameSync(`${file}.away`, file);
    }
  }
  without(['node_modules/mpafer/assets/packs/fer2013.safetensors'], () => {
    const { stdout } = user.run([node, 'main.mjs']);
    assert.match(stdout, /^host \| Cannot find "assets\/packs\/fer2013\.safetensors" of the package mpafer in /);
  });
});

test('runs on WebAssembly where the native runtime does not load, as on Alpine, and says why', () => {
  const folder = join(user.folder, 'node_modules/onnxruntime-node');
  const away = `${folder}.away`;
  renameSync(folder, away);
  try {
    // The system's loader refuses a file that is no library for it, as that of musl refuses one for glibc.
    cpSync(away, folder, { recursive: true });
    for (const path of readdirSync(join(folder, 'bin'), { recursive: true, encoding: 'utf8' }))
      if (path.endsWith('.node')) writeFileSync(join(folder, 'bin', path), 'none');
    const { stdout, stderr } = user.run([node, 'recognise.mjs']);
    assert.equal(stdout.trim(), 'ok happiness');
    assert.match(stderr, /Running on WebAssembly, 3 to 10 times slower: cannot load the native ONNX Runtime/);
    assert.match(stderr, /It needs Linux with glibc \(not Alpine\)/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    renameSync(away, folder);
  }
});

test('recognises pixels and names what is wrong with files where the binary of sharp is missing', () => {
  user.write(
    'pixels.mjs',
    `import { openRecogniser } from 'mpafer';
    await using recogniser = await openRecogniser(undefined, { faces: 'crop' });
    const { status } = await recogniser.recognise({ data: new Uint8Array(48 * 48).fill(90), width: 48, height: 48 });
    const error = await recogniser.recognise('face.png').catch((thrown) => thrown);
    console.log(status, '|', error.code, '|', error.message, '|', error.hint);`,
  );
  without(['node_modules/@img'], () => {
    assert.match(
      user.run([node, 'pixels.mjs']).stdout,
      /^ok \| host \| Cannot load sharp, .* \| Run npm install --include=optional sharp/,
    );
    const cli = (...parameters: string[]) => user.run([node, 'node_modules/mpafer/bin/mpafer.js', ...parameters]);
    for (const given of [['--version'], ['--help'], ['models', 'list'], ['errors', 'host'], ['predict', '--help']]) {
      const { code, stderr } = cli(...given);
      assert.equal(code, 0, `${given.join(' ')}: ${stderr}`);
    }
    const { code, stderr } = cli('predict', 'face.png');
    assert.equal(code, 1);
    assert.match(stderr, /^Error Cannot load sharp.*\n +Run npm install --include=optional sharp/);
  });
});

test('writes nothing beside the program, so that it works on a read-only disk', () => {
  const before = readdirSync(user.folder, { recursive: true }).length;
  const cache = mkdtempSync(join(tmpdir(), 'mpafer-home-'));
  try {
    // Root may write here all the same, so that nothing was written is checked too.
    chmodSync(cache, 0o555);
    const variables = { HOME: cache, XDG_CACHE_HOME: join(cache, 'cache') };
    assert.equal(user.run([node, 'recognise.mjs'], variables).stdout.trim(), 'ok happiness');
    assert.deepEqual(readdirSync(cache), []);
  } finally {
    rmSync(cache, { recursive: true });
  }
  assert.equal(readdirSync(user.folder, { recursive: true }).length, before);
});

test("runs under Node's permission model, without leave to write, and names the flags that it lacks", () => {
  user.write('main.mjs', program);
  const permitted = (...flags: string[]) =>
    user.run([node, '--no-warnings', '--permission', ...flags, 'main.mjs']).stdout.trim();
  const read = `--allow-fs-read=${user.folder}`;
  assert.equal(permitted(read, '--allow-worker', '--allow-addons'), 'ok happiness');
  assert.equal(
    permitted(read, '--allow-addons'),
    "host | Cannot start the engine's thread: Node's permission model forbids threads | Start Node with --allow-worker too; the native runtime and sharp need --allow-addons",
  );
  assert.match(
    permitted(read, '--allow-worker'),
    /^host \| Cannot load sharp, .*: Node's permission model forbids native code \| Start Node with --allow-addons$/,
  );
});
