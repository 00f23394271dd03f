// What a package weighs for a page: packed, installed, and what a visitor downloads before the first expression.
//   node bench/size/page-size.ts                 (all of them; installs into a temporary folder from the npm registry)
//   node bench/size/page-size.ts mpafer          (some of them)
// Sizes are in MB of a million bytes; downloads are compressed with gzip at level 9, as a server of static files sends them at best.
import { execFileSync } from 'node:child_process';
import { globSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { megabytes, sizeOfFolder, temporaryProject } from './installed.ts';

interface Peer {
  readonly name: string;
  /** Of the npm registry; this repository is packed where it has none. */
  readonly version?: string;
  /** The page's script. */
  readonly page: string;
  /** Files of the runtime, below node_modules. */
  readonly runtime: readonly string[];
  /** A command of the package that writes what a page is served, run in the project's folder. */
  readonly assets?: readonly string[];
  /** Files of the models that find a face and name its expression, below node_modules. */
  readonly models: readonly string[];
  readonly note: string;
}

const own = '../site/mpafer';
const peers: Readonly<Record<string, Peer>> = {
  mpafer: {
    name: 'mpafer',
    page: "import { openRecogniser } from 'mpafer'; globalThis.open = openRecogniser;",
    runtime: ['mpafer/dist/web/engine-worker.js', 'onnxruntime-web/dist/ort-wasm-simd-threaded.{mjs,wasm}'],
    assets: ['mpafer/bin/mpafer.js', 'web-assets', 'site'],
    models: [
      `${own}/face-clip/config.json`,
      `${own}/face-clip/model.safetensors.pieces.json`,
      `${own}/face-clip/model.{1-start,3-images}.bin`,
      `${own}/packs/fer2013.safetensors`,
      `${own}/faces/*.tflite`,
    ],
    note: 'WebAssembly or WebGPU',
  },
  transformers: {
    name: '@huggingface/transformers',
    version: '4.3.2',
    page: "import { pipeline } from '@huggingface/transformers'; globalThis.open = pipeline;",
    runtime: ['onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.{mjs,wasm}'],
    models: [],
    note: 'no model in the package: one from a hub comes on top, and it finds no faces',
  },
  human: {
    name: '@vladmandic/human',
    version: '3.3.6',
    page: "import { Human } from '@vladmandic/human'; globalThis.open = Human;",
    runtime: [],
    models: ['@vladmandic/human/models/{blazeface,emotion}.{json,bin}'],
    note: 'WebGL; detector and expression model only, its defaults load more',
  },
  'face-api': {
    name: '@vladmandic/face-api',
    version: '1.7.15',
    page: "import * as api from '@vladmandic/face-api'; globalThis.open = api;",
    runtime: [],
    models: ['@vladmandic/face-api/model/{tiny_face_detector,face_expression}_model*'],
    note: 'WebGL; its smallest detector',
  },
};

const project = temporaryProject();
const { folder } = project;

const compressed = (content: Uint8Array): number => gzipSync(content, { level: 9 }).length;

function compressedFiles(patterns: readonly string[]): number {
  let sum = 0;
  for (const pattern of patterns) {
    const found = globSync(pattern, { cwd: join(folder, 'node_modules') });
    if (found.length === 0) throw new Error(`There is no node_modules/${pattern}`);
    for (const file of found) sum += compressed(readFileSync(join(folder, 'node_modules', file)));
  }
  return sum;
}

async function scriptOf(page: string): Promise<number> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: page, resolveDir: folder },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outdir: folder,
    write: false,
    metafile: true,
    logLevel: 'error',
    // Of packages that name parts of Node behind conditions.
    external: ['node:*', 'fs', 'path', 'url', 'sharp', 'onnxruntime-node'],
  });
  const contents = new Map(outputFiles.map(({ path, contents: bytes }) => [path.split('/').at(-1)!, bytes]));
  const outputs = Object.entries(metafile.outputs).map(([path, output]) => [path.split('/').at(-1)!, output] as const);
  const first = new Set(outputs.filter(([, { entryPoint }]) => entryPoint === '<stdin>').map(([name]) => name));
  // What is imported on demand is no part of the first load.
  for (const name of first)
    for (const { path, kind } of outputs.find(([each]) => each === name)![1].imports)
      if (kind === 'import-statement') first.add(path.split('/').at(-1)!);
  return [...first].reduce((sum, name) => sum + (contents.has(name) ? compressed(contents.get(name)!) : 0), 0);
}

const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(peers);
console.log(
  '| package | packed | installed | script, gzip | runtime, gzip | models, gzip | first load, gzip | |\n|---|---|---|---|---|---|---|---|',
);
try {
  for (const key of asked) {
    const peer = peers[key];
    if (peer === undefined) throw new Error(`Unknown package ${key}; known are ${Object.keys(peers).join(', ')}`);
    const tarball = project.pack(peer.name, peer.version);
    const packed = lstatSync(tarball).size;
    project.install(tarball, ['--ignore-scripts']);
    if (peer.assets !== undefined) {
      const [program, ...parameters] = peer.assets;
      execFileSync(process.execPath, [join('node_modules', program!), ...parameters], { cwd: folder, stdio: 'ignore' });
    }
    const installed = sizeOfFolder(join(folder, 'node_modules'));
    const [script, runtime, models] = [
      await scriptOf(peer.page),
      compressedFiles(peer.runtime),
      compressedFiles(peer.models),
    ];
    const cells = [packed, installed, script, runtime, models, script + runtime + models].map((bytes) =>
      bytes === 0 ? '' : megabytes(bytes),
    );
    console.log(`| ${peer.name}${peer.version ? ` ${peer.version}` : ''} | ${cells.join(' | ')} | ${peer.note} |`);
  }
} finally {
  project.remove();
}
