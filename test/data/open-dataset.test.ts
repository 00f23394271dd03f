import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { countsPerClass } from '../../src/data/dataset.ts';
import { datasetKinds, openDataset } from '../../src/data/open-dataset.ts';
import { nodeDataHost } from '../../src/platform/node/files/data-host.ts';
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
  await refuses(open(`ferplus:${root}?rule=most`), 'usage', /rule=most: expected one of majority, argmax, argmax8/);
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
    /there is no kind "ferplu"; expected one of ferplus: fer2013: rafdb: affectnet: ck48: jaffe: /,
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
    /with option "fodl": expected one of seed, folds, fold/,
  );
  assert.equal(error.hint, 'Did you mean fold?');
});

test('refuses a SPEC without a path and shares that leave nothing to train on', async () => {
  await refuses(open('folder:'), 'usage', /there is no path behind the colon; expected folder:PATH/);
  await refuses(open('folder:x?valid=0.5&test=0.5'), 'usage', /nothing is left to train on/);
});

test('every kind is told by its own usage line', () => {
  for (const { kind, usage, summary } of datasetKinds) {
    assert.ok(usage.startsWith(`${kind}:`));
    assert.ok(summary.length > 10);
  }
});

test('opens every set that has files by its kind, from the disk', async (t) => {
  const tiff = await sharp(Buffer.alloc(64, 9), { raw: { width: 8, height: 8, channels: 1 } })
    .tiff()
    .toBuffer();
  const root = await tempFolder(t, {
    'raf/basic/EmoLabel/list_patition_label.txt': 'train_00001.jpg 5\ntest_0001.jpg 7\n',
    'raf/basic/Image/aligned/train_00001_aligned.jpg': png,
    'raf/basic/Image/aligned/test_0001_aligned.jpg': png,
    'affect/train/7/1.jpg': png,
    'affect/train/0/2.jpg': png,
    'affect/val/0/3.jpg': png,
    'jaffe/KA.AN1.39.tiff': tiff,
    'jaffe/YM.HA1.52.tiff': tiff,
    'sfew/Train/Happy/Film_1_2.png': png,
    'sfew/Val/Sad/Film_1_2.png': png,
    'expw/label/label.lst': 'a.jpg 0 1 1 7 7 50 3\nb.jpg 0 1 1 7 7 20 4\n',
    'expw/image/origin/a.jpg': png,
    'expw/image/origin/b.jpg': png,
    'mine/list.csv': 'path,label\na.png,1\n',
    'mine/a.png': png,
  });
  const summary = async (spec: string) => {
    const { name, classes, samples } = await open(spec.replace('ROOT', root));
    await samples[0]!.read();
    return [name, samples.length, ...samples.map(({ split, label }) => `${split} ${classes[label]}`)].join(', ');
  };
  assert.equal(await summary('rafdb:ROOT/raf'), 'rafdb, 2, train sadness, test neutral');
  assert.equal(await summary('rafdb:ROOT/raf?images=aligned&valid=0'), 'rafdb, 2, train sadness, test neutral');
  assert.equal(await summary('affectnet:ROOT/affect'), 'affectnet, 3, train neutral, train contempt, test neutral');
  assert.equal(await summary('affectnet:ROOT/affect?classes=7'), 'affectnet, 2, train neutral, test neutral');
  assert.match(await summary('jaffe:ROOT/jaffe?folds=2&valid=0'), /^jaffe, 2, \w+ anger, \w+ happiness$/);
  assert.equal(await summary('jafe:ROOT/jaffe'), await summary('jaffe:ROOT/jaffe'));
  assert.equal(await summary('sfew:ROOT/sfew'), 'sfew, 2, train happiness, test sadness');
  assert.match(await summary('expw:ROOT/expw?confidence=40'), /^expw, 1, \w+ happiness$/);
  assert.match(await summary('csv:ROOT/mine/list.csv?table=rafdb'), /^csv, 1, \w+ surprise$/);
  assert.match(await summary('csv:ROOT/mine/list.csv?classes=calm,furious'), /^csv, 1, \w+ furious$/);
});

test('refuses values that an option does not take, before any file is touched', async () => {
  for (const [spec, message] of [
    ['rafdb:x?images=cropped', /images=cropped: expected one of aligned, aligned_224, original/],
    ['rafdb:x?valid=1', /valid=1: expected a number from 0 to 0.9/],
    ['affectnet:x?classes=6', /classes=6: expected one of 7, 8/],
    ['jaffe:x?folds=10&fold=10', /fold=10: expected a whole number from 0 to 9/],
    ['expw:x?confidence=101', /confidence=101: expected a number from 0 to 100/],
    ['expw:x?valid=0.5&test=0.5', /Cannot split with valid=0.5 and test=0.5: nothing is left/],
    ['csv:x.csv?table=mine', /table=mine: expected one of rafdb, affectnet, fer2013, expw/],
    ['parquet:x?classes=a,a', /classes=a,a: expected different names/],
    ['rafdb:x?missing=ignore', /missing=ignore: expected one of refuse, drop, keep/],
  ] as const) {
    await refuses(open(spec), 'usage', message);
  }
});

test('missing images are refused, unless the caller or the SPEC says otherwise', async (t) => {
  const root = await tempFolder(t, {
    'list.csv': 'path,label,split\na.png,sad,train\nb.png,sad,train\n',
    'a.png': png,
  });
  const spec = `csv:${root}/list.csv?valid=0`;
  await refuses(open(spec), 'data', /1 of them is missing/);
  assert.equal((await open(`${spec}&missing=drop`)).samples.length, 1);
  assert.equal((await openDataset(spec, nodeDataHost, { missing: 'keep' })).samples.length, 2);
  assert.equal((await openDataset(`${spec}&missing=drop`, nodeDataHost, { missing: 'keep' })).samples.length, 1);
});
