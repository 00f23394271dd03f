import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { countsPerClass } from '../../../src/data/dataset.ts';
import { rafdb } from '../../../src/data/readers/rafdb/rafdb.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { type RafdbFile, rafdbFiles, rafdbList } from '../rafdb-files.ts';
import { refuses } from '../refuses.ts';
import { greyPng, tempFolder } from '../temp-folder.ts';

const png = await greyPng(90, 8);
const all = rafdbFiles();
const few = rafdbFiles(0.002);
type Files = Record<string, Uint8Array | string>;
type Options = Partial<Parameters<typeof rafdb>[2]>;

const images = (files: readonly RafdbFile[], name: (file: RafdbFile) => string): Files =>
  Object.fromEntries(files.map((file) => [name(file), png]));
const official = (root: string, files = all): Files => ({
  [`${root}EmoLabel/list_patition_label.txt`]: rafdbList(files),
  ...images(files, ({ stem }) => `${root}Image/aligned/${stem}_aligned.jpg`),
});
const open = (files: Files, path: string, options: Options = {}) =>
  rafdb(memoryHost(filesOf(files)), path, { random: random(1), ...options });

/** Our order: neutral, happiness, sadness, surprise, fear, disgust, anger. */
const trainCounts = [2524, 4772, 1982, 1290, 281, 717, 705];
const testCounts = [680, 1185, 478, 329, 74, 160, 162];
const verified = 'counts of every class are the published ones of RAF-DB basic: 12,271 train, 3,068 test';

test('reads the official layout from any of its roots and verifies its counts', async () => {
  const layouts: readonly (readonly [root: string, path: string])[] = [
    ['RAF-DB/basic/', 'RAF-DB'],
    ['RAF-DB/basic/', 'RAF-DB/basic'],
    ['data/raf-basic/', 'data/raf-basic'],
    ['data/raf-basic/', 'data'],
    ['a/b/basic/', 'a'],
  ];
  for (const [root, path] of layouts) {
    const dataset = await open(official(root), path);
    assert.deepEqual(countsPerClass(dataset, 'train'), trainCounts);
    assert.deepEqual(countsPerClass(dataset, 'test'), testCounts);
    assert.equal(dataset.notes[0], verified);
    assert.equal(dataset.samples[0]!.id, 'Image/aligned/train_00001_aligned.jpg');
  }
});

test('names classes by the official numbers: 1 is surprise, 7 is neutral', async () => {
  const { classes, samples } = await open(official('basic/', few), 'basic');
  const names = ['surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral'];
  assert.deepEqual(
    samples.map(({ label }) => classes[label]),
    few.map(({ id }) => names[id - 1]),
  );
  assert.equal((await samples[0]!.read()).width, 8);
});

test('reads files from the disk', async (t) => {
  const root = await tempFolder(t, official('basic/', few));
  const { samples, layout } = await rafdb(nodeDataHost, root, { random: random(1) });
  assert.equal(samples.length, few.length);
  assert.equal(layout, 'official list EmoLabel/list_patition_label.txt, images in Image/aligned/');
  assert.equal((await samples.at(-1)!.read()).height, 8);
});

test('takes CRLF and tabs', async () => {
  const files = official('', few);
  files['EmoLabel/list_patition_label.txt'] = rafdbList(few).replaceAll(' ', '\t').replaceAll('\n', '\r\n');
  assert.equal((await open(files, '')).samples.length, few.length);
});

test('takes the images asked for: realigned with or without the suffix, original without', async () => {
  const files = {
    ...official('', few),
    ...images(few, ({ stem }) => `Image/original/${stem}.jpg`),
    ...images(few, ({ stem }) => `Image/aligned_224/${stem}.jpg`),
  };
  const first = async (wanted?: 'aligned' | 'aligned_224' | 'original') =>
    (await open(files, '', wanted === undefined ? {} : { images: wanted })).samples[0]!.id;
  assert.equal(await first(), 'Image/aligned/train_00001_aligned.jpg');
  assert.equal(await first('aligned_224'), 'Image/aligned_224/train_00001.jpg');
  assert.equal(await first('original'), 'Image/original/train_00001.jpg');
  const suffixed = { ...official('', few), ...images(few, ({ stem }) => `Image/aligned_224/${stem}_aligned.jpg`) };
  const { samples } = await open(suffixed, '', { images: 'aligned_224' });
  assert.equal(samples[0]!.id, 'Image/aligned_224/train_00001_aligned.jpg');
  await refuses(
    open(official('', few), '', { images: 'original' }),
    'data',
    /found Image\/aligned; expected Image\/original/,
  );
});

test('reads train.txt and test.txt beside realigned images', async () => {
  const dataset = await open(
    {
      'basic/EmoLabel/train.txt': rafdbList(
        all.filter(({ split }) => split === 'train'),
        '_aligned',
      ),
      'basic/EmoLabel/test.txt': rafdbList(
        all.filter(({ split }) => split === 'test'),
        '_aligned',
      ),
      ...images(all, ({ stem }) => `basic/Image/aligned_224/${stem}_aligned.jpg`),
    },
    'basic',
  );
  assert.equal(dataset.notes[0], verified);
  assert.equal(dataset.layout, 'lists EmoLabel/train.txt and test.txt, images in Image/aligned_224/');
});

const numbered = (files: readonly RafdbFile[], of: (file: RafdbFile) => string | number) =>
  files.map((file, index) => `${index + 1} ${of(file)}\n`).join('');
const threeLists = (files: readonly RafdbFile[]): Files => ({
  'EmoLabel/images.txt': numbered(files, ({ stem }) => `${stem}.jpg`),
  'EmoLabel/image_class_labels.txt': numbered(files, ({ id }) => id),
  'EmoLabel/train_test_split.txt': numbered(files, ({ split }) => (split === 'train' ? 1 : 0)),
  ...images(files, ({ stem }) => `Image/aligned_224/${stem}.jpg`),
});

test('reads three lists joined by number', async () => {
  const dataset = await open(threeLists(all), '');
  assert.equal(dataset.notes[0], verified);
  assert.equal(dataset.samples[0]!.id, 'Image/aligned_224/train_00001.jpg');
});

test('says when a list puts an image into a split that its name does not', async () => {
  const files = threeLists(few);
  files['EmoLabel/train_test_split.txt'] = numbered(few, ({ split, stem }) =>
    split === 'train' || stem === 'test_0001' ? 1 : 0,
  );
  const { notes } = await open(files, '');
  assert.ok(notes.includes('1 image is named for another split than the list says'));
});

test('refuses lists that do not join', async () => {
  const files = threeLists(few);
  const broken = (name: string, content: string) => open({ ...files, [`EmoLabel/${name}`]: content }, '');
  await refuses(
    broken('image_class_labels.txt', '1 5\n'),
    'data',
    /line 2: number 2 has no line in image_class_labels.txt \(and/,
  );
  await refuses(broken('image_class_labels.txt', '1 0\n2 5\n'), 'label', /line 1: label is 0; expected 1-7/);
  await refuses(
    broken('train_test_split.txt', '1 train\n'),
    'label',
    /line 1: split is train; expected 1 for training or 0/,
  );
  await refuses(broken('images.txt', '1 a.jpg\n1 b.jpg\n'), 'data', /line 2: number 1 is given a second time/);
  await refuses(broken('images.txt', 'one a.jpg\n'), 'data', /line 1: "one" is no number/);
  await refuses(broken('images.txt', '1 a.jpg 5\n'), 'data', /line 1: 3 fields; expected 2/);
});

const kaggle = (files: readonly RafdbFile[]): Files => ({
  ...images(files, ({ stem, split, id }) => `DATASET/${split}/${id}/${stem}_aligned.jpg`),
  ...Object.fromEntries(
    (['train', 'test'] as const).map((split) => [
      `${split}_labels.csv`,
      `image,label\n${files
        .filter((file) => file.split === split)
        .map(({ stem, id }) => `${stem}_aligned.jpg,${id}\n`)
        .join('')}`,
    ]),
  ),
});

test('reads numbered class folders with their lists', async () => {
  const dataset = await open(kaggle(all), '');
  assert.equal(dataset.notes[0], verified);
  assert.equal(dataset.layout, 'class folders in DATASET/test|train/, labels of test_labels.csv and train_labels.csv');
});

test('the list of labels is believed over the folder, and the difference is told', async () => {
  const files = kaggle(few);
  files['train_labels.csv'] = (files['train_labels.csv'] as string).replace(/(train_00001_aligned.jpg),\d/, '$1,7');
  const { classes, samples, notes } = await open(files, '');
  const first = samples.find(({ id }) => id.endsWith('train_00001_aligned.jpg'))!;
  assert.equal(classes[first.label], 'neutral');
  assert.ok(notes.some((note) => /^train: 1 image is in another class folder than train_labels.csv says/.test(note)));
});

test('reads class folders by name, and takes a lone validation folder for the test split', async () => {
  const names = ['surprise', 'fear', 'disgust', 'happy', 'sad', 'angry', 'neutral'];
  const files = images(
    all,
    ({ stem, split, id }) => `${split === 'test' ? 'valid' : split}/${names[id - 1]}/${stem}.jpg`,
  );
  const dataset = await open(files, '');
  assert.equal(dataset.notes[0], verified);
  assert.ok(dataset.notes.includes('test: no such folder, valid/ is the official test split'));
});

test('takes folders 0-6 only when their counts prove the order', async () => {
  const shifted = (files: readonly RafdbFile[]) =>
    images(files, ({ stem, split, id }) => `${split}/${id - 1}/${stem}.jpg`);
  assert.equal((await open(shifted(all), '')).notes[0], verified);
  await refuses(
    open(shifted(few), ''),
    'label',
    /its class folders are 0-6, RAF-DB's numbers are 1-7, and the counts do not show which is which/,
  );
});

test('refuses classes that were numbered in alphabetical order', async () => {
  const alphabetical = [7, 3, 2, 4, 6, 1, 5];
  const files = images(all, ({ stem, split, id }) => `DATASET/${split}/${alphabetical[id - 1]}/${stem}.jpg`);
  const error = await refuses(
    open(files, ''),
    'label',
    /train has the counts of RAF-DB basic under other classes, "neutral" has the \d+ images of/,
  );
  assert.match(error.hint ?? '', /numbered in another order/);
});

test('says how counts differ from the published ones', async () => {
  const { notes } = await open(official('', all.slice(1)), '');
  assert.match(
    notes[0]!,
    /^counts differ .* RAF-DB basic: train 12,270 of 12,271 \(surprise 1,289 of 1,290\); test 3,068 of 3,068$/,
  );
});

test('holds a validation split out only when asked for', async () => {
  const whole = await open(official(''), '');
  assert.equal(
    countsPerClass(whole, 'valid').reduce((sum, count) => sum + count, 0),
    0,
  );
  assert.match(whole.notes.join('\n'), /valid=0.1 takes a tenth of the training images/);
  const held = await open(official(''), '', { valid: 0.1 });
  assert.deepEqual(countsPerClass(held, 'valid'), [252, 477, 198, 129, 28, 72, 70]);
  assert.deepEqual(countsPerClass(held, 'test'), testCounts);
  assert.equal(
    held.notes[0],
    'counts of every class are the published ones of RAF-DB basic: 12,271 train + valid, 3,068 test',
  );
});

test('names the first bad line and counts those after it', async () => {
  const files = official('basic/', few);
  const list = (lines: string) => open({ ...files, 'basic/EmoLabel/list_patition_label.txt': lines }, 'basic');
  const good = rafdbList(few);
  const next = few.length + 1;
  await refuses(
    list(`${good}train_99999.jpg 9\ntrain_99998.jpg 0\n`),
    'label',
    new RegExp(`list_patition_label.txt" line ${next}: label is 9; expected 1-7 \\(and 1 more bad line after it\\)$`),
  );
  await refuses(list(`${good}train_99999.jpg\n`), 'data', /1 fields; expected 2: image and label/);
  await refuses(list(`${good}face.jpg 5\n`), 'data', /image is "face.jpg"; expected a name like train_00001.jpg/);
  await refuses(list(`${good}train_00001.jpg 5\n`), 'data', /"train_00001.jpg" is named a second time/);
  await refuses(list('\n'), 'data', /it names no image/);
});

test('refuses missing images, or skips them, or keeps them to be found', async () => {
  const files = official('basic/', few);
  delete files['basic/Image/aligned/train_00002_aligned.jpg'];
  const error = await refuses(
    open(files, 'basic'),
    'data',
    /and 1 of them is missing, the first is "train_00002_aligned.jpg"/,
  );
  assert.match(error.hint ?? '', /missing=drop/);
  const dropped = await open(files, 'basic', { missing: 'drop' });
  assert.equal(dropped.samples.length, few.length - 1);
  assert.match(dropped.notes.join('\n'), /skipped 1 of \d+ images that ".*" names and that are missing/);
  const kept = await open(files, 'basic', { missing: 'keep' });
  const lost = kept.samples.find(({ id }) => id.includes('train_00002'))!;
  await refuses(lost.read(), 'data', /train_00002_aligned.jpg": there is no such file/);
});

test('refuses a folder without lists or images, and tells the root of a folder inside', async () => {
  const files = official('basic/', few);
  for (const inside of ['basic/EmoLabel', 'basic/Image', 'basic/Image/aligned']) {
    const error = await refuses(open(files, inside), 'data', /as rafdb: found .* expected EmoLabel\/ and Image\//);
    assert.equal(error.hint, 'The path is inside the data set: try rafdb:basic');
  }
  await refuses(
    open({ 'EmoLabel/notes.txt': '' }, ''),
    'data',
    /found notes.txt in EmoLabel\/; expected list_patition_label.txt/,
  );
  await refuses(
    open({ 'EmoLabel/list_patition_label.txt': rafdbList(few), 'Image/readme.txt': '' }, ''),
    'data',
    /found no folder in Image\/; expected Image\/aligned/,
  );
  await refuses(open({ 'train/1/x.txt': '', 'test/1/y.txt': '' }, ''), 'data', /its class folders hold no images/);
});

test('says what another dataset looks like', async () => {
  const error = await refuses(
    open({ 'set/FER2013Train/label.csv': '' }, 'set'),
    'data',
    /as rafdb: found FER2013Train\//,
  );
  assert.equal(error.hint, 'It looks like a ferplus data set: try ferplus:set');
});

test('cuts the original photographs by their boxes', async () => {
  const photograph = await greyPng(60, 20);
  const files = {
    'basic/EmoLabel/list_patition_label.txt': 'train_00001.jpg 4\ntest_0001.jpg 5\n',
    'basic/Image/original/train_00001.jpg': photograph,
    'basic/Image/original/test_0001.jpg': photograph,
  };
  const boxes = {
    'basic/Annotation/boundingbox/train_00001_boundingbox.txt': '2.0 3.0 12.0 9.0 \n',
    'basic/Annotation/boundingbox/test_0001_boundingbox.txt': '0,0,5,5',
  };
  const open = (more: Record<string, string>) =>
    rafdb(memoryHost(filesOf({ ...files, ...more })), 'basic', { random: random(1) });
  const { samples, layout } = await open(boxes);
  assert.match(layout ?? '', /faces cut out of Image\/original\/$/);
  const face = await samples.find(({ split }) => split === 'train')!.read();
  assert.deepEqual([face.width, face.height], [10, 6]);
  const whole = await open({});
  assert.match(whole.notes.join('\n'), /used whole: found no Annotation\/boundingbox\//);
  assert.equal((await whole.samples[0]!.read()).width, 20);
  await refuses(
    open({ ...boxes, 'basic/Annotation/boundingbox/test_0001_boundingbox.txt': '5 5 1 1' }),
    'data',
    /test_0001_boundingbox.txt": it is missing or not left, top, right, bottom$/,
  );
});

test('refuses a choice of images where class folders hold one kind', async () => {
  const png = await greyPng(60, 8);
  const files = filesOf({ 'r/train/happy/1.png': png, 'r/test/happy/2.png': png });
  await refuses(
    rafdb(memoryHost(files), 'r', { random: random(1), images: 'aligned' }),
    'usage',
    /Cannot apply images=aligned to "r": class folders hold one kind of images$/,
  );
});
