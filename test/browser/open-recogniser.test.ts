// openRecogniser in headless Chromium: by name and address, every kind of picture that a page has, the same numbers as in Node.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import sharp from 'sharp';
import { openRecogniser } from '../../src/api/node.ts';
import { pageContent, pageSources } from '../../src/platform/node/web/page-sources.ts';
import { writePageScripts } from '../../tools/bundle-page-scripts.ts';
import { drawnFaces, pngOf } from '../api/made-pictures.ts';
import { type OpenPage, openPage, pathOf } from './open-page.ts';
import type { OpenRecogniserPage } from './open-recogniser.ts';
import { strictPolicy } from './strict-policy.ts';

let opened: OpenPage | undefined;
let expected: readonly number[];
let expectedOfTexts: readonly number[];
let wholeFiles: Readonly<Record<string, Buffer>>;
const assets = pathOf('../../assets');

before(async () => {
  const [face] = await drawnFaces(1);
  const png = await pngOf(face!);
  await using recogniser = await openRecogniser(undefined, { threads: 1, faces: 'crop' });
  expected = Object.values((await recogniser.recognise(png)).faces[0]!.probabilities);
  await using byTexts = await openRecogniser('zero-shot', { threads: 1, faces: 'crop' });
  expectedOfTexts = Object.values((await byTexts.recognise(png)).faces[0]!.probabilities);
  wholeFiles = await wholePictures();
  const cut = await cutModel();
  opened = await openPage({
    title: 'openRecogniser',
    script: './page/open-recogniser-page.ts',
    global: 'openRecogniserPage',
    files: {
      '/face.png': png,
      ...wholeFiles,
      ...Object.fromEntries([...cut].map(([name, content]) => [`/cut/${name}`, content])),
      ...Object.fromEntries([...cut].map(([name, content]) => [`/torn/${name}`, tornImages(name, content)])),
      // A single-page server answers every address with its start page.
      ...Object.fromEntries(
        [
          'packs/ferplus.safetensors',
          ...['config.json', 'model.safetensors', 'tokenizer.json'].map((name) => `face-clip/${name}`),
        ].map((path) => [`/spa/${path}`, '<!doctype html><title>Start</title>']),
      ),
    },
    folders: { '/mpafer': assets },
    policy: strictPolicy,
  });
});
after(() => opened?.close());

/** The CLIP as `mpafer web-assets` writes it. */
async function cutModel(): Promise<ReadonlyMap<string, Uint8Array>> {
  await writePageScripts();
  const found = new Map<string, Uint8Array>();
  for (const [path, source] of pageSources())
    if (path.startsWith('face-clip/')) found.set(path.slice('face-clip/'.length), await pageContent(source));
  return found;
}

const tornImages = (name: string, content: Uint8Array): Uint8Array =>
  name.includes('images') ? content.slice(0, -1) : content;

type Global = typeof globalThis & { readonly openRecogniserPage: OpenRecogniserPage };

suite('a picture gives the same numbers as in Node, to 1e-5', () => {
  const kinds = [
    'address',
    'URL',
    'data URL',
    'Blob',
    'File',
    'Response',
    'web stream',
    'ArrayBuffer',
    'Uint8Array',
    'ImageData',
    'ImageBitmap',
    'HTMLCanvasElement',
    'OffscreenCanvas',
    'HTMLImageElement',
    'VideoFrame',
  ];
  let found: Promise<Readonly<Record<string, readonly number[]>>> | undefined;
  for (const kind of kinds) {
    test(`as ${kind}`, async () => {
      found ??= opened!.page.evaluate(() => (globalThis as Global).openRecogniserPage.found());
      const own = (await found)[kind]!;
      assert.equal(own.length, expected.length);
      own.forEach((value, index) => {
        assert.ok(Math.abs(value - expected[index]!) <= 1e-5, `class ${index}: ${value} and ${expected[index]}`);
      });
    });
  }
});

/** The portrait as PNG, as a JPEG that its orientation turns upright, and two of it beside each other; and a picture without a face. */
async function wholePictures(): Promise<Readonly<Record<string, Buffer>>> {
  const portrait = sharp(pathOf('../../assets/portraits/astronaut.png'));
  const png = await portrait.clone().png().toBuffer();
  const right = await portrait.clone().resize(300).png().toBuffer();
  const beside = { create: { width: 900, height: 512, channels: 3, background: '#345' } } as const;
  return {
    '/portrait.png': png,
    '/turned.jpg': await sharp(await portrait.clone().rotate(270).png().toBuffer())
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 95 })
      .toBuffer(),
    '/two.png': await sharp(beside)
      .composite([
        { input: png, left: 0, top: 0 },
        { input: right, left: 560, top: 100 },
      ])
      .png()
      .toBuffer(),
    '/none.png': await sharp({
      ...beside,
      create: { ...beside.create, noise: { type: 'gaussian', mean: 120, sigma: 40 } },
    })
      .png()
      .toBuffer(),
  };
}

test('faces of whole pictures are found as in Node: places to .05 pixels, probabilities to 1e-3', async () => {
  const names = Object.keys(wholeFiles);
  const found = await opened!.page.evaluate(
    (addresses) => (globalThis as Global).openRecogniserPage.whole(addresses),
    names,
  );
  await using recogniser = await openRecogniser(undefined, { threads: 1 });
  const counts: number[] = [];
  for (const [index, name] of names.entries()) {
    const here = await recogniser.recognise(new Uint8Array(wholeFiles[name]!));
    const there = found[index]!;
    assert.equal(there.status, here.status, name);
    assert.equal(there.faces.length, here.faces.length, name);
    counts.push(here.faces.length);
    for (const [place, face] of here.faces.entries()) {
      const other = there.faces[place]!;
      const pairs = [
        ...Object.entries(face.box).map(([side, value]) => [value, other.box[side as 'x']]),
        ...[...face.landmarks!].map((value, at) => [value, other.landmarks[at]!]),
        ...(['left', 'right'] as const).flatMap((eye) => [
          [face.eyes![eye].x, other.eyes![eye].x],
          [face.eyes![eye].y, other.eyes![eye].y],
        ]),
      ] as [number, number][];
      const worst = Math.max(...pairs.map(([a, b]) => Math.abs(a - b)));
      assert.ok(worst < 0.05, `${name}: ${worst} pixels`);
      for (const [label, value] of Object.entries(face.probabilities))
        assert.ok(Math.abs(value - other.probabilities[label]!) < 1e-3, `${name}, ${label}`);
    }
  }
  assert.deepEqual(counts, [1, 1, 2, 0]);
});

test('a bad picture is a row with a reason, and the others are recognised', async () => {
  const reasons = await opened!.page.evaluate(() => (globalThis as Global).openRecogniserPage.reasons());
  assert.match(reasons['missing address']!, /^Cannot fetch "http:.*\/nowhere\.png": the server answered 404$/);
  assert.match(
    reasons['other scheme']!,
    /^Cannot read "ftp:.*": addresses of the scheme "ftp:" cannot be fetched here; /,
  );
  assert.equal(reasons['no address'], 'Cannot read "http://": it is not a valid address');
  assert.match(reasons['no picture']!, /^Cannot decode "Uint8Array of 10 bytes": the browser reports: /);
  assert.equal(reasons['closed bitmap'], 'Cannot read ImageBitmap: it was closed');
  assert.match(reasons['video without a frame']!, /^Cannot read HTMLVideoElement: it has no frame yet/);
  assert.match(reasons.element!, /^Cannot read a picture: found HTMLDivElement; expected a path or address/);
  const statuses = await opened!.page.evaluate(() => (globalThis as Global).openRecogniserPage.statuses());
  assert.deepEqual(statuses, ['ok', 'unreadable', 'ok']);
});

test('the download of the model is reported, up to its size', async () => {
  const progress = await opened!.page.evaluate(() => (globalThis as Global).openRecogniserPage.progress());
  const last = progress.findLast(({ name }) => name === 'model.safetensors');
  assert.equal(last?.loaded, statSync(`${assets}/face-clip/model.safetensors`).size);
  assert.ok(progress.some(({ name }) => name === 'fer2013.safetensors'));
});

test('a pack needs neither the text tower nor the tokenizer, classes by their names need both', async () => {
  const requests: string[] = [];
  opened!.page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  const probabilities = (run: string) =>
    opened!.page.evaluate(([name, clip]) => (globalThis as Global).openRecogniserPage.probabilities(name, clip), [
      run,
      '/cut',
    ] as const);
  const asked = async (run: string, wanted: readonly number[]): Promise<readonly string[]> => {
    requests.length = 0;
    const own = await probabilities(run);
    own.forEach((value, index) => {
      assert.ok(Math.abs(value - wanted[index]!) <= 1e-5, `${run}, class ${index}: ${value} and ${wanted[index]}`);
    });
    return requests.filter((path) => /^\/cut\/(model|tokenizer)/.test(path)).sort();
  };
  const images = ['/cut/model.1-start.bin', '/cut/model.3-images.bin', '/cut/model.safetensors.pieces.json'];
  assert.deepEqual(await asked('fer2013', expected), images);
  assert.deepEqual(
    await asked('zero-shot', expectedOfTexts),
    [...images, '/cut/model.2-texts.bin', '/cut/tokenizer.json'].sort(),
  );
});

test('a piece of the model that arrives damaged is named', async () => {
  const found = await opened!.page.evaluate(() =>
    (globalThis as Global).openRecogniserPage.failure('fer2013', { clip: '/torn' }),
  );
  assert.match(
    found,
    /^model: Cannot use "http:.*\/torn\/model\.3-images\.bin": its SHA-256 is [0-9a-f]{12}\.\.\.; expected [0-9a-f]{12}\.\.\.$/,
  );
});

test('opens other packs by name and by address', async () => {
  for (const run of ['fer2013', '/mpafer/packs/fer2013.safetensors']) {
    const classes = await opened!.page.evaluate(
      (name) => (globalThis as Global).openRecogniserPage.classesOf(name),
      run,
    );
    assert.equal(classes.length, 7);
  }
});

suite('what cannot be opened is named with its address', () => {
  const failure = (run: string, options = {}) =>
    opened!.page.evaluate(([name, more]) => (globalThis as Global).openRecogniserPage.failure(name, more), [
      run,
      options,
    ] as const);

  test('a pack or folder that is missing', async () => {
    assert.match(
      await failure('angry-birds'),
      /^run: Cannot fetch "http:.*\/mpafer\/packs\/angry-birds\.safetensors": the server answered 404$/,
    );
    assert.match(await failure('/runs/mine'), /^run: .*\/runs\/mine\/checkpoints\/best\.safetensors": .* 404$/);
  });

  test('a web page in place of a pack or model', async () => {
    const found = await failure('ferplus', { assets: '/spa' });
    assert.match(found, /^(run|model): Cannot fetch "http:.*\/spa\/.*": the server sent a web page \(status 200, /);
  });

  test('an unknown provider', async () => {
    assert.equal(
      await failure('ferplus', { provider: 'cuda' }),
      'host: Unknown provider "cuda"; expected "cpu", "wasm" or "webgpu"',
    );
  });
});

test('nothing here violates a strict content security policy', () => {
  assert.deepEqual(opened!.violations, []);
});
