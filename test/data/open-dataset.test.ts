import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsPerClass } from '../../src/data/dataset.ts';
import { datasetKinds, openDataset } from '../../src/data/open-dataset.ts';
import { nodeDataHost } from '../../src/platform/node/data-host.ts';
import { refuses } from './refuses.ts';
import { greyPng, numbered, tempFolder } from './temp-folder.ts';

const png = await greyPng(90, 8);
const open = (spec: string, seed?: number) => openDataset(spec, nodeDataHost, seed === undefined ? {} : { seed });

test('opens a folder with options', async (t) => {
  const root = await tempFolder(
    t,
    numbered(20, (n) => `happy/${n}.png`, png),
  );
  const dataset = await open(`folder:${root}?valid=0.25&test=0.25`);
  assert.deepEqual(
    (['train', 'valid', 'test'] as const).map((split) => countsPerClass(dataset, split)[0]),
    [10, 5, 5],
  );
});

test('passes rule and duplicates to FERPlus', async (t) => {
  const root = await tempFolder(t, {
    'FER2013Train/label.csv': 'a.png,"(0, 0, 48, 48)",4,0,0,1,3,2,0,0,0,0\n',
    'FER2013Train/a.png': png,
  });
  assert.equal((await open(`ferplus:${root}?rule=argmax`)).samples.length, 1);
  await refuses(open(`ferplus:${root}`), 'data', /no image has a label/);
  await refuses(open(`ferplus:${root}?rule=argmax&duplicates=drop`), 'data', /found no fer2013-labels.csv/);
  await refuses(open(`ferplus:${root}?rule=most`), 'usage', /rule=most: needed one of majority, argmax, argmax8/);
});

test('the seed deals the split, that of the SPEC first', async (t) => {
  const root = await tempFolder(
    t,
    numbered(40, (n) => `happy/${n}.png`, png),
  );
  const splitsOf = async (spec: string, seed?: number) =>
    (await open(spec, seed)).samples.map(({ split }) => split).join();
  assert.equal(await splitsOf(`folder:${root}`), await splitsOf(`folder:${root}`, 1));
  assert.notEqual(await splitsOf(`folder:${root}`, 2), await splitsOf(`folder:${root}`, 1));
  assert.equal(await splitsOf(`folder:${root}?seed=2`, 1), await splitsOf(`folder:${root}`, 2));
});

test('an unknown kind lists the known ones and names the near one', async () => {
  const error = await refuses(
    open('ferplu:/data'),
    'usage',
    /there is no kind "ferplu", known are ferplus: fer2013: rafdb: affectnet: ck48: jaffe: /,
  );
  assert.equal(error.hint, 'Did you mean ferplus:?');
  await refuses(open('imagenet:/data'), 'usage', /there is no kind "imagenet"/);
});

test('a path without a kind gets told how to write it', async () => {
  for (const spec of ['/data/faces', 'C:\\faces', 'c:/faces']) {
    const error = await refuses(open(spec), 'usage', /it names no kind/);
    assert.equal(error.hint, `For images in class folders write folder:${spec}`);
  }
});

test('an unknown option is an error before any file is touched', async () => {
  const host = { ...nodeDataHost, list: () => assert.fail('a folder was listed') };
  const error = await refuses(
    openDataset('ck48:/nowhere?fodl=2', host),
    'usage',
    /with option "fodl": known are seed, folds, fold/,
  );
  assert.equal(error.hint, 'Did you mean fold?');
});

test('refuses a SPEC without a path and shares that leave nothing to train on', async () => {
  await refuses(open('folder:'), 'usage', /there is no path behind the colon, needed folder:PATH/);
  await refuses(open('folder:x?valid=0.5&test=0.5'), 'usage', /nothing is left to train on/);
});

test('every kind is told by its own usage line', () => {
  for (const { kind, usage, summary } of datasetKinds) {
    assert.ok(usage.startsWith(`${kind}:`));
    assert.ok(summary.length > 10);
  }
});
