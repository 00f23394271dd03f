import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { countsPerClass } from '../../../src/data/dataset.ts';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { folder, groupOf } from '../../../src/data/readers/own/folder.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
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

test('counts what it skips and ignores hidden files', async (t) => {
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
  assert.equal(samples.length, 3);
  assert.deepEqual(notes, [
    'train/happy: skipped 1 file that is not an image, "read me.txt"',
    'skipped the folders beside train, valid: extra',
    'folders in the class folders (more) are too few to be people: images are dealt one by one',
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
  await refuses(open(root), 'data', /"test\/Wink" has images, but the training split has none of its class/);
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

const inMemory = (files: Record<string, Uint8Array | string>, options: Partial<Parameters<typeof folder>[2]> = {}) =>
  folder(memoryHost(filesOf(files)), 'D', { random: random(1), ...options });
const faces = (places: readonly string[], count = 6) =>
  Object.fromEntries(places.flatMap((place) => Array.from({ length: count }, (_, n) => [`${place}/${n}.png`, png])));
const runFiles = (place: string) => ({
  [`${place}/config.resolved.json`]: '{}',
  [`${place}/metrics.jsonl`]: '',
  [`${place}/checkpoints/last.safetensors`]: '',
  [`${place}/faces/worst.png`]: png,
});

test('finds class folders below the path: archives, doubled names and a cache of the hub', async () => {
  for (const place of ['D/CAER-S/CAER-S', 'D/archive/data', 'D/snapshots/1f2e']) {
    const dataset = await inMemory({
      ...faces([`${place}/train/happy`, `${place}/train/sad`, `${place}/test/happy`]),
      ...(place.includes('snapshots') ? { 'D/refs/main': '1f2e', 'D/blobs/aa': '' } : {}),
    });
    assert.equal(dataset.layout, `class folders in test, train of ${place.slice(2)}`);
    assert.equal(dataset.samples[0]!.id, 'test/happy/0.png');
    assert.equal((await dataset.samples[0]!.read()).width, 8);
  }
  assert.equal((await inMemory(faces(['D/data/happy', 'D/data/sad']))).layout, 'class folders in data');
});

test('refuses several folders that fit, and each one named in the hint opens', async () => {
  const files = faces(['D/raf/train/happy', 'D/raf/test/happy', 'D/ferplus/train/sad', 'D/ferplus/test/sad']);
  const { hint } = await refuses(inMemory(files), 'data', /2 folders in it fit, ferplus, raf; expected one$/);
  assert.equal(hint, 'Open one of them: folder:D/ferplus or folder:D/raf');
  for (const spec of ['folder:D/ferplus', 'folder:D/raf']) {
    assert.equal((await openDataset(spec, memoryHost(filesOf(files)))).samples.length, 12);
  }
  await refuses(
    inMemory({ ...faces(['D/snapshots/a/happy', 'D/snapshots/b/happy']), 'D/refs/main': 'a' }),
    'data',
    /a cache of the Hugging Face hub with 2 snapshots; expected one$/,
  );
});

test('reads folders of people in class folders and keeps each person in one split', async () => {
  const people = Array.from({ length: 10 }, (_, n) => `p${n}`);
  const files = faces(
    people.flatMap((who) => [`D/happy/${who}`, `D/sad/${who}`]),
    2,
  );
  const { samples, notes, classes } = await inMemory(files);
  assert.deepEqual(classes, ['happiness', 'sadness']);
  assert.equal(samples.length, 40);
  assert.equal(samples[0]!.group, 'p0');
  for (const who of people) {
    assert.equal(new Set(samples.filter(({ group }) => group === who).map(({ split }) => split)).size, 1);
  }
  assert.match(notes[0]!, /^10 folders in the class folders are taken for people, each kept in one split$/);
});

test('refuses to guess whether outer folders are people or classes, and does as it is told', async () => {
  const people = faces(
    ['a', 'b', 'c', 'd'].flatMap((who) => [`D/${who}/happy`, `D/${who}/sad`]),
    3,
  );
  const error = await refuses(inMemory(people), 'data', /4 folders in it fit/);
  assert.match(error.hint ?? '', /if they are people, add outer=subject$/);
  const bySubject = await inMemory(people, { outer: 'subject' });
  assert.deepEqual(bySubject.classes, ['happiness', 'sadness']);
  assert.deepEqual([bySubject.samples.length, bySubject.samples[0]!.group], [24, 'a']);

  const own = faces(['D/wink/anna', 'D/wink/ben', 'D/frown/anna', 'D/frown/ben', 'D/frown/cleo'], 3);
  const unsure = await refuses(inMemory(own), 'data', /2 folders in it fit/);
  assert.match(unsure.hint ?? '', /if they are classes, add outer=class$/);
  assert.deepEqual((await inMemory(own, { outer: 'class' })).classes, ['frown', 'wink']);
});

test('skips output of earlier runs at any depth, with a note', async () => {
  const own = faces(['D/happy', 'D/sad'], 10);
  const before = await inMemory(own);
  for (const place of [
    'D/runs/mine',
    'D/runs/seeds/seed-1',
    'D/mine',
    'D/happy/run',
    'D/test',
    'D/train',
    'D/valid/run',
  ]) {
    const after = await inMemory({ ...own, ...runFiles(place) });
    assert.deepEqual(after.classes, ['happiness', 'sadness'], place);
    assert.deepEqual(
      after.samples.map(({ id, split }) => [id, split]),
      before.samples.map(({ id, split }) => [id, split]),
      place,
    );
    assert.match(
      after.notes.join('\n'),
      /^skipped folder [a-z/-]+: it holds output of an earlier run, not images$/m,
      place,
    );
  }
  const split = faces(['D/train/happy', 'D/train/sad', 'D/test/happy'], 10);
  const within = await inMemory({ ...split, ...runFiles('D/runs/mine'), ...runFiles('D/train/out') });
  assert.deepEqual(within.classes, ['happiness', 'sadness']);
  assert.equal(within.samples.length, 30);
  for (const mark of ['experiment.json', 'evaluation.json', 'seeds.json', 'model.onnx']) {
    const { classes } = await inMemory({ ...own, [`D/out/${mark}`]: '', 'D/out/picture.png': png });
    assert.deepEqual(classes, ['happiness', 'sadness'], mark);
  }
});

test('notes pictures beside class folders and straight in a split folder', async () => {
  const { notes } = await inMemory({
    ...faces(['D/train/happy', 'D/test/happy']),
    'D/train/loose.png': png,
    'D/test/a.png': png,
    'D/test/b.png': png,
    'D/sheet.png': png,
  });
  assert.match(notes.join('\n'), /^test: skipped 2 images outside the class folders, the first is "a.png"$/m);
  assert.match(notes.join('\n'), /^train: skipped 1 image outside the class folders, the first is "loose.png"$/m);
  assert.match(notes.join('\n'), /^skipped 1 image beside test, train, the first is "sheet.png"$/m);
  const unlabelled = await inMemory({ ...faces(['D/happy', 'D/sad', 'D/test'], 5), 'D/x.png': png });
  assert.deepEqual(unlabelled.classes, ['happiness', 'sadness']);
  assert.match(unlabelled.notes.join('\n'), /^test: skipped 5 images without class folders$/m);
  assert.match(unlabelled.notes.join('\n'), /^skipped 1 image outside the class folders, the first is "x.png"$/m);
  const besideTrain = await inMemory(faces(['D/train/happy', 'D/train/sad', 'D/test'], 5));
  assert.match(besideTrain.notes.join('\n'), /^test: skipped 5 images without class folders$/m);
});

test('takes a test split out of training folders where it is asked to', async () => {
  const dataset = await inMemory(faces(['D/train/happy', 'D/train/sad'], 50), { test: 0.2 });
  assert.deepEqual(countsPerClass(dataset, 'test'), [10, 10]);
  assert.deepEqual(dataset.dealt, ['valid', 'test']);
  await refuses(
    inMemory(faces(['D/train/happy', 'D/test/happy']), { test: 0.2 }),
    'usage',
    /test=0.2: the data set has a test split of its own/,
  );
});

test('a separator that no file name contains is refused', async () => {
  const { hint } = await refuses(
    inMemory(faces(['D/happy']), { group: '@' }),
    'usage',
    /by "@": no file name contains it/,
  );
  assert.equal(hint, 'File names are like "0.png"');
});

test('reports folders that are one class, and the images that they share', async () => {
  const other = await greyPng(50, 8);
  const { classes, notes, samples } = await inMemory({
    'D/happy/a.png': png,
    'D/Happy/a.png': png,
    'D/joy/a.png': other,
    'D/joy/b.png': png,
    'D/sad/c.png': png,
  });
  assert.deepEqual(classes, ['happiness', 'sadness']);
  assert.equal(samples.length, 5);
  assert.deepEqual(notes.slice(0, 2), [
    'class happiness: merged 3 folders Happy, happy, joy',
    'class happiness: 1 image is in more than one of these folders, the first is "happy/a.png"',
  ]);
});

test('class folders are one class whatever the Unicode composition of their names', async () => {
  const [composed, decomposed] = ['fach\u00e9', 'fache\u0301'];
  const dataset = await inMemory({
    ...faces([`D/train/${composed}`, `D/test/${decomposed}`], 3),
    ...faces(['D/train/happy'], 3),
  });
  assert.deepEqual(dataset.classes, ['happiness', composed]);
  const inTest = dataset.samples.find(({ split }) => split === 'test')!;
  assert.equal(inTest.id, `test/${composed}/0.png`);
  assert.equal((await inTest.read()).width, 8);
});

test('names a layout of boxes instead of taking its folders for classes', async () => {
  const yolo = await refuses(
    inMemory({ 'D/images/a.png': png, 'D/labels/a.txt': '0 .5 .5 1 1', 'D/data.yaml': 'names: [happy]' }),
    'data',
    /it is laid out as yolo$/,
  );
  assert.equal(yolo.hint, 'Try yolo:D');
  const coco = await refuses(
    inMemory({ 'D/images/a.png': png, 'D/annotations/instances.json': '{}' }),
    'data',
    /it is laid out as coco$/,
  );
  assert.equal(coco.hint, 'Try coco:D');
});

test('points to the lists in split folders without class folders', async () => {
  const { hint } = await refuses(
    inMemory({ 'D/train/a.png': png, 'D/train/_classes.csv': 'filename, happy\na.png,1\n', 'D/test/b.png': png }),
    'data',
    /found no class folders in test, train$/,
  );
  assert.equal(hint, 'It looks like csv: try csv:D');
});

test('reads .jfif and .jpe files', async () => {
  const { samples } = await inMemory({ 'D/happy/a.jfif': png, 'D/happy/b.JPE': png, 'D/sad/c.png': png });
  assert.equal(samples.length, 3);
});
