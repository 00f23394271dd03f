// The folder tree is the architecture: these tests hold its arrows, its walls and the house rules for files.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { errorCodes } from '../src/core/errors.ts';

/** Each folder of src, from the ground up, and the folders that it may import; `*` is all that are listed before it. */
const layers: Readonly<Record<string, string>> = {
  core: '',
  // The processes that work on one job: bytes to each other. What carries them is handed in.
  team: 'core',
  safetensors: 'core',
  parquet: '',
  image: 'core',
  // Frames of a video: which are wanted, where shots change. Knows nothing of files and codecs.
  video: 'image core',
  metrics: 'core',
  graph: 'core',
  onnx: 'graph core',
  engine: 'onnx graph safetensors core',
  // Reads a TensorFlow Lite file as an ONNX model.
  tflite: 'onnx graph safetensors core',
  // Finds faces in pictures and aligns them. Knows nothing of CLIP, nor of expressions.
  faces: 'tflite engine onnx graph image core',
  nn: 'graph core',
  // Knows nothing of the paper: it stays a working CLIP without method.
  clip: 'nn graph safetensors image core',
  method: 'clip nn graph core',
  // Few-shot classifiers on kept features, in closed form or by gradients written out: numbers in, numbers out.
  heads: 'nn metrics core',
  // A project's files: what the studio keeps and every verb reads, in a folder, a zip or a tab.
  project: 'core',
  // Knows nothing of CLIP.
  data: 'project faces parquet image core',
  // Asks a language model what each class looks like, through a function that is handed in, and reads the answers by CLIP.
  descriptions: 'method clip engine graph data core',
  // A run's settings, as records and command lines give them.
  configuration: 'method clip data core',
  // Scores and records of predictions; never runs a model.
  evaluate: 'configuration data metrics core',
  // A trained recogniser: its file, its programs, what it says of faces.
  recognise: 'evaluate configuration method clip nn data metrics faces video engine onnx graph safetensors image core',
  // Why a recogniser says what it says, and whether that is true: above recognise, which need not know that it is asked.
  explain:
    'recognise evaluate configuration method clip nn data metrics faces engine onnx graph safetensors image core',
  // A recogniser taught by a few faces: heads on a frozen tower's features, kept as a checkpoint.
  teach: 'heads recognise evaluate configuration method clip data metrics engine core',
  train:
    'team heads recognise evaluate configuration method clip nn data metrics faces engine onnx graph safetensors image core',
  experiments:
    'heads train recognise evaluate configuration method clip nn data metrics faces engine onnx graph safetensors image core',
  // A trained recogniser as a file for other programs.
  export: 'recognise evaluate configuration method clip nn data metrics faces engine onnx graph safetensors image core',
  pretrain: 'configuration clip nn data metrics faces engine onnx graph safetensors image core',
  // Draws records; nothing below knows it.
  report: 'experiments explain evaluate data metrics core',
  // Requests in, responses out; the recogniser and the clock are handed in.
  server: 'recognise evaluate faces core',
  // Files, image decoding and downloads, by the interfaces of those below.
  platform: '*',
  // Every verb without a terminal: options in, events out, files written.
  jobs: '*',
  api: '*',
  cli: '*',
};

const order = Object.keys(layers);

const allowed = (layer: string): readonly string[] =>
  layers[layer] === '*' ? order.slice(0, order.indexOf(layer)) : (layers[layer] ?? '').split(' ');

/** Folders and files that belong to one host; all else is portable. */
const hosts = {
  node: ['engine/node', 'platform/node', 'jobs', 'api/node.ts', 'api/jobs.ts', 'cli'],
  browser: ['engine/browser', 'platform/browser', 'api/browser.ts'],
} as const;

/** Where a package may be imported; one that ends in a colon or dash stands for all that begin so. */
const packages: Readonly<Record<string, readonly string[]>> = {
  'node:': hosts.node,
  'onnxruntime-node': ['engine/node'],
  'onnxruntime-web': ['engine/node', 'engine/browser'],
  sharp: ['platform/node'],
  koffi: ['platform/node/mpi', 'platform/node/memory-pools.ts'],
  mediabunny: ['platform/browser'],
  commander: ['cli'],
  picocolors: ['cli'],
  '@bufbuild/protobuf': ['onnx'],
  '@huggingface/tokenizers': ['clip'],
  ai: ['platform/node'],
  '@ai-sdk': ['platform/node'],
  'd3-': ['metrics', 'report'],
  'hyparquet-writer': ['jobs'],
  'pure-rand': ['core'],
  hono: ['server'],
  '@hono/node-server': ['platform/node'],
  zod: [
    'server',
    'platform',
    'project',
    'clip',
    'descriptions',
    'configuration',
    'evaluate',
    'recognise',
    'pretrain',
    'jobs',
  ],
};

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src');

interface SourceFile {
  /** Below src, with forward slashes. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  /** The text without its comments. */
  readonly code: string;
  /** Files of src that it imports, types included. */
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => readSource(join(entry.parentPath, entry.name)));

function readSource(absolute: string): SourceFile {
  const text = readFileSync(absolute, 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
  const imported = [...code.matchAll(/(?:(?<!['-])\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier]) => specifier!,
  );
  const local = imported.filter((specifier) => specifier.startsWith('.'));
  const path = below(absolute);
  return {
    path,
    folder: path.split('/')[0]!,
    text,
    code,
    files: local.map((specifier) => below(join(dirname(absolute), specifier))),
    packages: imported.filter((specifier) => !specifier.startsWith('.')),
  };
}

function below(absolute: string): string {
  return relative(source, absolute).split(sep).join('/');
}

const lies = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path === place || path.startsWith(`${place}/`));

test('the imports of this very tree are seen, so that a rule that is broken is found broken', () => {
  const gradients = files.find(({ path }) => path === 'graph/gradients.ts')!;
  assert.ok(gradients.files.includes('core/errors.ts') && gradients.files.includes('graph/ops/add.ts'));
  assert.ok(!gradients.packages.includes('mpafer'), 'the import of an example in a comment is none');
  const worker = files.find(({ path }) => path === 'engine/node/worker.ts')!;
  assert.ok(worker.packages.includes('onnxruntime-web') && worker.packages.includes('node:path'));
});

test('the layers are ordered: none may import one that is listed behind it', () => {
  for (const layer of order) {
    for (const lower of allowed(layer)) assert.ok(order.indexOf(lower) < order.indexOf(layer), `${layer}: ${lower}`);
  }
});

test('every folder of src is a layer', () => {
  const folders = new Set(files.map(({ folder }) => folder));
  assert.deepEqual(
    [...folders].filter((folder) => layers[folder] === undefined),
    [],
  );
});

test('imports go down the layers only', () => {
  const wrong = files.flatMap(({ path, folder, files: imported }) =>
    imported
      .filter((target) => ![folder, ...allowed(folder)].includes(target.split('/')[0]!))
      .map((target) => `${path} -> ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test('what belongs to one host is imported by that host alone', () => {
  const wrong = Object.values(hosts).flatMap((places) =>
    files.flatMap(({ path, files: imported }) =>
      lies(path, places)
        ? []
        : imported.filter((target) => lies(target, places)).map((target) => `${path} -> ${target}`),
    ),
  );
  assert.deepEqual(wrong, []);
});

test('files do not import each other in circles, but for operators, whose derivatives are other operators', () => {
  const operators = (path: string) => path.startsWith('graph/ops/');
  const targets = new Map(
    files.map(({ path, files: imported }) => [
      path,
      imported.filter((target) => !(operators(path) && operators(target))),
    ]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (state.get(path) === 'open') circles.push([...way.slice(way.indexOf(path)), path].join(' -> '));
    if (state.has(path)) return;
    state.set(path, 'open');
    for (const target of targets.get(path) ?? []) visit(target, [...way, path]);
    state.set(path, 'done');
  };
  for (const path of targets.keys()) visit(path, []);
  assert.deepEqual(circles, []);
});

test('every imported file exists', () => {
  const known = new Set(files.map(({ path }) => path));
  const missing = files.flatMap(({ path, files: imported }) =>
    imported
      .filter((target) => !known.has(target) && !existsSync(join(source, target)))
      .map((to) => `${path} -> ${to}`),
  );
  assert.deepEqual(missing, []);
});

test('packages are imported where they belong', () => {
  const wrong = files.flatMap(({ path, packages: imported }) =>
    imported
      .filter((name) => {
        const known = Object.keys(packages).find(
          (each) => name === each || name.startsWith(/[-:]$/.test(each) ? each : `${each}/`),
        );
        return known === undefined || !lies(path, packages[known]!);
      })
      .map((name) => `${path} -> ${name}`),
  );
  assert.deepEqual(wrong, []);
});

test('only hosts print, exit, look at the clock or read the environment; nobody rolls dice', () => {
  const sideEffects = /\b(console\.|process\.|Date\.now|new Date\b|performance\.now)/;
  for (const { path, code } of files) {
    assert.doesNotMatch(code, /\bMath\.random\b/, `${path} uses Math.random`);
    if (!lies(path, [...hosts.node, ...hosts.browser])) {
      const found = sideEffects.exec(code);
      assert.equal(found, null, `${path} uses ${found?.[0]}`);
    }
  }
});

test('every file begins by saying what it is', () => {
  assert.deepEqual(
    files.filter(({ text }) => !/^\/\/ \S.{10,}/.test(text)).map(({ path }) => path),
    [],
  );
});

test('no file is longer than 300 lines', () => {
  assert.deepEqual(
    files.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path),
    [],
  );
});

test('no file is a drawer for anything', () => {
  const drawer = /^(utils?|helpers?|common|misc|base)$/;
  assert.deepEqual(
    files.filter(({ path }) => path.split(/[/.]/).some((part) => drawer.test(part))).map(({ path }) => path),
    [],
  );
});

test('file names are words in lower case, joined by hyphens', () => {
  assert.deepEqual(
    files.filter(({ path }) => !/^[a-z0-9/-]+(\.d)?\.ts$/.test(path)).map(({ path }) => path),
    [],
  );
});

test('every kind of error is thrown somewhere and has its page', () => {
  const folder = join(root, 'docs/errors');
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  assert.deepEqual(pages.sort(), errorCodes.map((code) => `${code}.md`).sort());
  for (const code of errorCodes) {
    const page = readFileSync(join(folder, `${code}.md`), 'utf8');
    assert.ok(page.startsWith(`# ${code}\n`), `${code}.md begins with its code`);
    for (const heading of ['## Typical messages', '## What to do'])
      assert.ok(page.includes(heading), `${code}.md: ${heading}`);
    const thrower = files.find((file) => file.path !== 'core/errors.ts' && file.code.includes(`'${code}'`));
    assert.ok(thrower !== undefined, `${code} is thrown nowhere`);
  }
});
