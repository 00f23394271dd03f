import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { countsPerClass } from '../../../src/data/dataset.ts';
import { folder, groupOf } from '../../../src/data/readers/own/folder.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { refuses } from '../refuses.ts';
import { greyPng, numbered, tempFolder } from '../temp-folder.ts';

const png = await greyPng(90, 8);
const open = (root: string, options: Partial<Parameters<typeof folder>[2]> = {}) =>
  folder(nodeDataHost, root, { random: random(1), ...options });

test('reads train, valid and test folders under any of their names', async (t) => {
  const root = await tempFolder(t, {
    'Train/Happy/1.png': png,
    'Train/angry/2.JPG': png,
    'val/happiness/3.png': png,
    'test/ANGER/4.webp': png,
  });
  const { classes, samples, notes } = await open(root);
  assert.deepEqual(classes, ['happiness', 'anger']);
  assert.deepEqual(
    samples.map(({ id, split, label }) => [id, split, label]),
    [
      ['Train/Happy/1.png', 'train', 0],
      ['Train/angry/2.JPG', 'train', 1],
      ['test/ANGER/4.webp', 'test', 1],
      ['val/happiness/3.png', 'valid', 0],
    ],
  );
  assert.deepEqual(notes, []);
  assert.equal((await samples[0]!.read()).width, 8);
});

test('deals class folders into 70, 10 and 20 percent of each class', async (t) => {
  const root = await tempFolder(t, {
    ...numbered(50, (n) => `happy/${n}.png`, png),
    ...numbered(20, (n) => `wink/${n}.png`, png),
  });
  const dataset = await open(root);
  assert.deepEqual(dataset.classes, ['happiness', 'wink']);
  assert.deepEqual(countsPerClass(dataset, 'train'), [35, 14]);
  assert.deepEqual(countsPerClass(dataset, 'valid'), [5, 2]);
  assert.deepEqual(countsPerClass(dataset, 'test'), [10, 4]);
  assert.deepEqual(dataset.notes, ['no split folders: dealt 49 train, 7 valid, 14 test, stratified by class']);
});

test('the same seed deals the same, another seed otherwise, whatever order the host lists in', async (t) => {
  const root = await tempFolder(
    t,
    numbered(40, (n) => `happy/${n}.png`, png),
  );
  const splitsOf = (seed: number, host = nodeDataHost) =>
    folder(host, root, { random: random(seed) }).then(({ samples }) =>
      samples.map(({ id, split }) => `${id} ${split}`),
    );
  const reversed = { ...nodeDataHost, list: async (path: string) => (await nodeDataHost.list(path)).toReversed() };
  assert.deepEqual(await splitsOf(1, reversed), await splitsOf(1));
  assert.notDeepEqual(await splitsOf(2), await splitsOf(1));
});

test('takes validation from training when there is no folder for it', async (t) => {
  const root = await tempFolder(t, {
    ...numbered(20, (n) => `train/happy/${n}.png`, png),
    ...numbered(5, (n) => `test/happy/${n}.png`, png),
  });
  const dataset = await open(root);
  assert.deepEqual(
    (['train', 'valid', 'test'] as const).map((split) => countsPerClass(dataset, split)[0]),
    [18, 2, 5],
  );
  assert.match(dataset.notes[0]!, /^valid: no such folder, took 2 of 20 training images/);
  const none = await open(root, { valid: 0 });
  assert.equal(countsPerClass(none, 'valid')[0], 0);
});

test('keeps the images of a person in one split', async (t) => {
  const people = Object.assign(
    {},
    ...Array.from({ length: 12 }, (_, who) =>
      numbered(5, (n) => `happy/p${String(who).padStart(2, '0')}_${n}.png`, png),
    ),
  ) as Record<string, Uint8Array>;
  const root = await tempFolder(t, people);
  for (const group of [3, '_']) {
    const { samples } = await open(root, { group });
    assert.equal(samples[0]!.group, 'p00');
    const seen = new Map<string, Set<string>>();
    for (const sample of samples) seen.set(sample.group!, (seen.get(sample.group!) ?? new Set()).add(sample.split));
    assert.equal(seen.size, 12);
    assert.ok([...seen.values()].every((found) => found.size === 1));
    assert.equal(new Set(samples.map(({ split }) => split)).size, 3);
  }
});

test('reads the group from a file name', () => {
  assert.equal(groupOf({ name: 'S010_004_00000017.png' }, 4), 'S010');
  assert.equal(groupOf({ name: 'anna-3.png' }, '-'), 'anna');
  assert.equal(groupOf({ name: 'anna.png' }, '-'), 'anna.png');
  assert.equal(groupOf({ name: 'anna.png' }, undefined), undefined);
});

test('opens a folder that holds a test split alone', async (t) => {
  const { samples } = await open(await tempFolder(t, { 'test/happy/1.png': png, 'test/sad/2.png': png }));
  assert.deepEqual(
    samples.map(({ split }) => split),
    ['test', 'test'],
  );
});

test('counts what it leaves out and passes hidden files over', async (t) => {
  const root = await tempFolder(t, {
    'train/happy/1.png': png,
    'train/happy/.DS_Store': '',
    'train/happy/read me.txt': '',
    'train/happy/more/2.png': png,
    'train/.cache/3.png': png,
    'valid/happy/4.png': png,
    'extra/happy/5.png': png,
  });
  const { classes, samples, notes } = await open(root);
  assert.deepEqual(classes, ['happiness']);
  assert.equal(samples.length, 2);
  assert.deepEqual(notes, [
    'train/happy: left out 2 files or folders that are no images, the first is "read me.txt"',
    'left out the folders beside train, valid: extra',
  ]);
});

test('refuses a class folder without images', async (t) => {
  const root = await tempFolder(t, { 'happy/1.png': png, 'fear/': '' });
  const error = await refuses(open(root), 'data', /class folder "fear" has no images/);
  assert.match(error.hint ?? '', /Add images/);
  const split = await tempFolder(t, { 'train/happy/1.png': png, 'train/fear/': '', 'test/fear/2.png': png });
  await refuses(open(split), 'data', /"train\/fear" has no images/);
});

test('refuses a class that is only tested', async (t) => {
  const root = await tempFolder(t, { 'train/happy/1.png': png, 'test/Wink/2.png': png });
  await refuses(open(root), 'data', /"test\/Wink" has images, and none of its class are for training/);
});

test('refuses folders without images or classes', async (t) => {
  await refuses(open(await tempFolder(t, { '1.png': png })), 'data', /found no class folders/);
  const error = await refuses(open(await tempFolder(t, { 'happy/notes.txt': '' })), 'data', /found no images in happy/);
  assert.match(error.hint ?? '', /one folder per class/);
});

test("refuses FERPlus' splits as classes", async (t) => {
  const root = await tempFolder(t, { 'FER2013Train/1.png': png, 'FER2013Valid/2.png': png });
  const error = await refuses(open(root), 'data', /its folders are splits of FERPlus, not classes/);
  assert.equal(error.hint, `Try ferplus:${root}`);
});
