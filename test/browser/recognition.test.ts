// The browser's entry in headless Chromium: the same faces, the same model, the same numbers as in Node.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import {
  defaultDescriptions,
  loadExplainer,
  nodeDataHost,
  nodeEngine,
  openClip,
  openDataset,
  parseConfiguration,
  train,
  zeroShotRecogniser,
} from '../../src/api/node.ts';
import { explanationMethods } from '../../src/evaluate/explanation.ts';
import { openCheckpoint } from '../../src/platform/node/models/open-run.ts';
import { eventually } from './eventually.ts';
import { type OpenPage, openPage, pathOf } from './open-page.ts';
import { type RecognitionPage, trainedTask } from './recognition.ts';
import { strictPolicy } from './strict-policy.ts';

const engine = nodeEngine();
const clip = await openClip('face-clip');
let opened: OpenPage | undefined;
let page: Page;

before(async () => {
  const picture = await sharp(Uint8Array.of(255, 0, 0, 0, 128, 255), { raw: { width: 2, height: 1, channels: 3 } })
    .png()
    .toBuffer();
  const preprocessing = JSON.stringify({ crop_size: 48, size: { shortest_edge: 48 }, image_mean: [0.5, 0.25, 0.125] });
  opened = await openPage({
    title: 'Recognition',
    script: './page/recognition-page.ts',
    global: 'recognitionPage',
    files: { '/picture.png': picture, '/prepared/preprocessor_config.json': preprocessing },
    folders: {
      '/face-clip': pathOf('../../assets/face-clip'),
      '/prepared': pathOf('../../assets/face-clip'),
      '/packs': pathOf('../../assets/packs'),
    },
    policy: strictPolicy,
  });
  page = opened.page;
});

after(async () => {
  await opened?.close();
  await engine.close();
});

type Global = typeof globalThis & { readonly recognitionPage: RecognitionPage };

test('a model has the same digest from an address as from disk', async () => {
  const found = await page.evaluate(() => (globalThis as Global).recognitionPage.digest());
  assert.equal(found, await clip.digest());
});

test('a picture decodes to its pixels', async () => {
  const found = await page.evaluate(() => (globalThis as Global).recognitionPage.decoded('/picture.png'));
  assert.deepEqual(found, { width: 2, height: 1, data: [255, 0, 0, 0, 128, 255] });
});

test('a file that is not a picture is named', async () => {
  const message = await page.evaluate(() => (globalThis as Global).recognitionPage.undecodable());
  assert.match(message, /^Cannot decode "notes\.txt": /);
});

test('a model is prepared for as its folder says', async () => {
  const meanOf = (address: string) =>
    page.evaluate((folder) => (globalThis as Global).recognitionPage.meanOf(folder), address);
  assert.deepEqual(await meanOf('/prepared'), [0.5, 0.25, 0.125]);
  assert.deepEqual(await meanOf('/face-clip'), clip.preprocessing.mean);
  // Single-page servers answer the address of a missing file with their start page.
  await page.route('**/prepared/*processor_config.json', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Start</title>' }),
  );
  assert.deepEqual(await meanOf('/prepared'), clip.preprocessing.mean);
});

test('a file that should say how images are prepared, and cannot be fetched, is named', async () => {
  await page.route('**/prepared/processor_config.json', (route) => route.fulfill({ status: 503 }));
  const failure = await page.evaluate(() =>
    (globalThis as Global).recognitionPage.meanOf('/prepared').catch((error: Error) => error.message),
  );
  assert.match(String(failure), /^Cannot fetch "http.*\/prepared\/processor_config\.json": the server answered 503$/);
});

test('a missing model is named', async () => {
  const message = await page.evaluate(() => (globalThis as Global).recognitionPage.missingModel());
  assert.match(message, /^Cannot fetch "http.*\/nowhere\/.*": the server answered 404$/);
});

test('recognises the same faces alike, to 1e-5', async () => {
  const data = 'synthetic:?count=64&size=60&seed=3';
  const { samples, classes } = await openDataset(data, nodeDataHost);
  const recogniser = await zeroShotRecogniser(engine, clip, classes, defaultDescriptions);
  const wanted = await recogniser.recognise(await Promise.all(samples.map((sample) => sample.read())));
  const found = await page.evaluate((spec) => (globalThis as Global).recognitionPage.recognised(spec), data);
  assert.equal(found.length, 64);
  for (const [face, { probabilities }] of wanted.entries()) {
    for (const [index, value] of Object.values(probabilities).entries()) {
      assert.ok(Math.abs(value - found[face]![index]!) <= 1e-5, `face ${face}: ${value} and ${found[face]![index]}`);
    }
  }
});

test('explains the same faces alike: every map, to 1e-4 of its largest value', async () => {
  const data = 'synthetic:?count=32&size=60&seed=3';
  const { samples } = await openDataset(data, nodeDataHost);
  const pictures = await Promise.all(samples.slice(0, 4).map((sample) => sample.read()));
  const { checkpoint } = await openCheckpoint('fer2013');
  const explainer = await loadExplainer(engine, clip, checkpoint);
  // The pack compares whole faces, and has no map of patches.
  for (const method of explanationMethods.filter((name) => name !== 'patches')) {
    const wanted = (await explainer.explain(pictures, { method })).map(({ explanation }) => explanation.map.values);
    const found = await page.evaluate(
      ([spec, method]) => (globalThis as Global).recognitionPage.explained(spec, method),
      [data, method] as const,
    );
    assert.equal(found.length, 4);
    const largest = Math.max(...wanted.flat().map(Math.abs));
    for (const [face, values] of wanted.entries()) {
      for (const [at, value] of values.entries()) {
        const error = Math.abs(value - found[face]![at]!);
        assert.ok(error <= 1e-4 * largest, `${method}, face ${face}, patch ${at}: ${value} and ${found[face]![at]}`);
      }
    }
  }
  await explainer.release();
});

test('trains the same prompts: every loss alike, to 1e-4', async () => {
  const dataset = await openDataset(trainedTask.data, nodeDataHost);
  const configuration = parseConfiguration(trainedTask.settings, 'the test');
  const wanted: number[] = [];
  for await (const event of train({ engine, clip, dataset, configuration, descriptions: defaultDescriptions })) {
    if (event.kind === 'step') wanted.push(event.losses.loss!);
  }
  const found = await page.evaluate(() => (globalThis as Global).recognitionPage.trained());
  assert.equal(found.length, wanted.length);
  assert.ok(wanted.length >= 2);
  for (const [step, loss] of wanted.entries()) {
    assert.ok(Math.abs(loss - found[step]!) <= 1e-4 * loss, `step ${step}: ${loss} and ${found[step]}`);
  }
});

/** Violations seen by the page, and those that its workers print. */
const violations = () => [
  ...opened!.violations,
  ...opened!.printed.filter((line) => line.includes('Content Security Policy')),
];

test('nothing here violates a strict content security policy', () => {
  assert.deepEqual(violations(), []);
});

test('the policy is in force: evaluating text is refused, and reported', async () => {
  // In a task of its own, since the debugger may evaluate text whatever the policy says.
  const outcome = await page.evaluate(
    `new Promise((resolve) => setTimeout(() => {
      try { resolve(new Function('return 1')()); } catch (error) { resolve(error.name); }
    }))`,
  );
  assert.equal(outcome, 'EvalError');
  await eventually(() => violations()[0], /^script-src eval$/, 'What was reported');
});
