import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { random } from '../../../src/core/random.ts';
import { countsPerClass } from '../../../src/data/dataset.ts';
import { expressions } from '../../../src/data/expressions.ts';
import { affectnet } from '../../../src/data/readers/affectnet/affectnet.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { filesOf, type MemoryFiles, memoryHost } from '../memory-host.ts';
import { npyFile } from '../npy-file.ts';
import { refuses } from '../refuses.ts';
import { greyPng, tempFolder } from '../temp-folder.ts';

const png = await greyPng(90, 8);
type Files = Record<string, Uint8Array | string>;
type Options = Partial<Parameters<typeof affectnet>[2]>;
const openAll = (files: MemoryFiles, path: string, options: Options = {}) =>
  affectnet(memoryHost(files), path, { random: random(1), ...options });
const open = (files: Files, path: string, options: Options = {}) => openAll(filesOf(files), path, options);

/** Columns and ids of the release: 0 neutral ... 7 contempt, 8 none, 9 uncertain, 10 no face. */
const header =
  'subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal\n';
const landmarks = '179.67;276.19;182.34;312.06';
const line = (path: string, box: string, expression: number | string) =>
  `${path},${box},${landmarks},${expression},-0.2,0.1\n`;

/** A photograph whose grey is its column, so that a crop tells where it is from. */
const photograph = await sharp(Buffer.from(Uint8Array.from({ length: 100 * 80 }, (_, at) => at % 100)), {
  raw: { width: 100, height: 80, channels: 1 },
})
  .png()
  .toBuffer();

const original: Files = {
  'AffectNet/training.csv':
    header +
    line('689/737db2483489148d783ef278f43f486c0a97e140fc4b6b61b84363ca.jpg', '30,20,40,50', 1) +
    line('392/c4db2f9b7e4b422d14b6e038f0cdc3ecee239b55326e9181ee4520f9.jpg', '0,0,100,80', 7) +
    line('468/21772b68dc8c2a11678c8739eca33adb6ccc658600e4da2224080603.jpg', 'NULL,NULL,NULL,NULL', 0) +
    line('944/06e9ae8d3b240eb68fa60534783eacafce2def60a86042f9b7d59544.jpg', '-1,-1,-1,-1', 0) +
    line('993/02e06ee5521958b4042dd73abb444220609d96f57b1689abbe87c024.jpg', '2,2,9,9', 8) +
    line('979/f675c6a88cdef70a6d8b0a38bbcc4b96a6d6f8ac5b0dd5a3a5d0c1b4.jpg', '2,2,9,9', 10),
  'AffectNet/validation.csv': header + line('471/5feb50a9.jpg', '90,70,40,40', 6),
  'AffectNet/Manually_Annotated_Images/689/737db2483489148d783ef278f43f486c0a97e140fc4b6b61b84363ca.jpg': photograph,
  'AffectNet/Manually_Annotated_Images/392/c4db2f9b7e4b422d14b6e038f0cdc3ecee239b55326e9181ee4520f9.jpg': photograph,
  'AffectNet/Manually_Annotated_Images/471/5feb50a9.jpg': photograph,
};

test('reads the original release and cuts out the faces', async () => {
  const { classes, samples, notes, layout } = await open(original, 'AffectNet');
  assert.deepEqual(classes, expressions);
  assert.deepEqual(
    samples.map(({ split, label }) => [split, classes[label]]),
    [
      ['train', 'happiness'],
      ['train', 'contempt'],
      ['test', 'anger'],
    ],
  );
  assert.match(layout!, /^original release: photographs in Manually_Annotated_Images\//);
  assert.ok(notes.includes('train: skipped 2 images without an expression (none, uncertain, no face)'));
  assert.ok(notes.includes('train: skipped 2 images without a face box'));
  assert.ok(notes.includes('test: the validation set of AffectNet, whose test set is not public'));
  const face = await samples[0]!.read();
  assert.deepEqual([face.width, face.height, face.data[0], face.data[39 * 3]], [40, 50, 30, 69]);
  // A box that reaches beyond the photograph ends with it.
  const edge = await samples[2]!.read();
  assert.deepEqual([edge.width, edge.height, edge.data[0]], [10, 10, 90]);
});

test('finds lists and photographs where the copies have them, on the disk too', async (t) => {
  const moved = Object.fromEntries(
    Object.entries(original).map(([name, content]) => [
      name
        .replace(/AffectNet\/(\w+\.csv)/, 'AffectNet/Manually_Annotated_file_lists/$1')
        .replace('/Manually_Annotated_Images/', '/Manually_Annotated/Manually_Annotated_Images/'),
      content,
    ]),
  );
  const root = await tempFolder(t, moved);
  const { samples } = await affectnet(nodeDataHost, root, { random: random(1) });
  assert.match(samples[0]!.id, /^Manually_Annotated\/Manually_Annotated_Images\/689\/737d/);
  assert.equal((await samples[0]!.read()).width, 40);
});

test('takes columns in any order, and a validation list without its header', async () => {
  const swapped = original['AffectNet/training.csv']!.toString()
    .split('\n')
    .map((row) => row.split(',').reverse().join(','))
    .join('\n');
  const { classes, samples } = await open(
    {
      ...original,
      'AffectNet/training.csv': swapped,
      'AffectNet/validation.csv': line('471/5feb50a9.jpg', '90,70,40,40', 6),
    },
    'AffectNet',
  );
  assert.deepEqual(
    samples.map(({ label }) => classes[label]),
    ['happiness', 'contempt', 'anger'],
  );
});

test('7 classes leave contempt out', async () => {
  const { classes, samples, notes } = await open(original, 'AffectNet', { classes: 7 });
  assert.equal(classes.length, 7);
  assert.equal(samples.length, 2);
  assert.ok(notes.includes('skipped 1 image of contempt: classes=7'));
});

test('refuses labels and boxes that are none, with the first line', async () => {
  const bad = (rows: string) => open({ ...original, 'AffectNet/training.csv': header + rows }, 'AffectNet');
  await refuses(
    bad(line('a/1.jpg', '1,1,9,9', 11) + line('a/2.jpg', '1,1,9,9', 'x')),
    'label',
    /training.csv" line 2: expression is "11"; expected 0-7, .* \(and 1 more bad line after it\)$/,
  );
  await refuses(bad(line('a/1.jpg', '1,1,x,9', 1)), 'data', /line 2: the face box is no four numbers/);
  await refuses(bad('a/1.jpg,1,1\n'), 'data', /line 2: 3 fields; expected 9/);
  await refuses(bad(line('', '1,1,9,9', 1)), 'data', /line 2: the image has no name/);
  await refuses(
    open({ ...original, 'AffectNet/training.csv': 'path,label\n' }, 'AffectNet'),
    'data',
    /no column "subDirectory_filePath", "face_x"/,
  );
});

test('counts missing photographs', async () => {
  const files = { ...original };
  delete files['AffectNet/Manually_Annotated_Images/471/5feb50a9.jpg'];
  await refuses(open(files, 'AffectNet'), 'data', /validation.csv" names 1 image and 1 of them is missing/);
});

/** `set/images/0.jpg` and `set/annotations/0_{exp,val,aro,lnd}.npy`. */
function* npyRelease(train: readonly number[], valid: readonly number[], text: boolean) {
  for (const [set, counts] of [
    ['train_set', train],
    ['val_set', valid],
  ] as const) {
    let id = 0;
    for (const [label, count] of counts.entries()) {
      const exp = text ? npyFile(String(label), '<U1') : npyFile(label, '<i8');
      for (let n = 0; n < count; n++, id++) {
        yield [`${set}/images/${id}.jpg`, png] as const;
        yield [`${set}/annotations/${id}_exp.npy`, exp] as const;
        yield [`${set}/annotations/${id}_val.npy`, ''] as const;
        yield [`${set}/annotations/${id}_aro.npy`, ''] as const;
        yield [`${set}/annotations/${id}_lnd.npy`, ''] as const;
      }
    }
  }
}

test('reads cropped faces with _exp.npy, text or number', async () => {
  for (const text of [true, false]) {
    const { classes, samples, layout } = await openAll(
      npyRelease([3, 2, 1, 1, 1, 1, 1, 2], [1, 1, 1, 1, 1, 1, 1, 1], text),
      '',
    );
    assert.equal(layout, 'cropped faces, labels of annotations/*_exp.npy');
    assert.equal(samples.length, 20);
    assert.deepEqual(
      samples.slice(0, 4).map(({ id, split, label }) => [id, split, classes[label]]),
      [
        ['train_set/images/0.jpg', 'train', 'neutral'],
        ['train_set/images/1.jpg', 'train', 'neutral'],
        ['train_set/images/2.jpg', 'train', 'neutral'],
        ['train_set/images/3.jpg', 'train', 'happiness'],
      ],
    );
    assert.equal(samples.filter(({ split }) => split === 'test').length, 8);
  }
});

test('finds cropped faces of any ending, and counts those that have no annotation', async () => {
  const files: Files = {
    'train_set/images/0.png': png,
    'train_set/images/1.JPG': png,
    'train_set/images/2.jpg': png,
    'train_set/annotations/0_exp.npy': npyFile(3, '<i8'),
    'train_set/annotations/1_exp.npy': npyFile('1', '<U1'),
  };
  const { samples, notes } = await openAll(Object.entries(files), '');
  assert.deepEqual(
    samples.map(({ id }) => id),
    ['train_set/images/0.png', 'train_set/images/1.JPG'],
  );
  assert.ok(notes.includes('train_set: skipped 1 image that has no label, the first is "2.jpg"'), notes.join());
});

test('says which annotation holds no label, and how many', async () => {
  const files: Files = {
    'train_set/images/0.jpg': png,
    'train_set/annotations/0_exp.npy': npyFile('x', '<U1'),
    'train_set/annotations/1_exp.npy': npyFile(12, '<i8'),
    'val_set/images/0.jpg': png,
  };
  await refuses(
    open(files, ''),
    'label',
    /train_set\/annotations": "0_exp.npy" holds "x"; expected 0-7 \(and 1 more bad files\)/,
  );
  await refuses(
    open({ ...files, 'train_set/annotations/0_exp.npy': 'nonsense' }, ''),
    'data',
    /0_exp.npy": it is no .npy file/,
  );
  await refuses(
    open(
      {
        'train_set/images/0.jpg': png,
        'train_set/annotations/0_exp.npy': npyFile(1, '<i8'),
        'train_set/annotations/1_exp.npy': npyFile(1, '<i8'),
      },
      '',
    ),
    'data',
    /names 2 images and 1 of them is missing, the first is "1.jpg"/,
  );
  await refuses(open({ 'train_set/images/0.jpg': png }, ''), 'data', /found images; expected annotations\/ or a list/);
});

const listed = (name: (index: number) => string): Files => ({
  'AffectNet/train_set/train_annotations_7class.txt': [0, 1, 2, 3, 4, 5, 6].map((id) => `${name(id)} ${id}\n`).join(''),
  'AffectNet/valid_set/valid_annotations_7class.txt': `${name(3)} 3\n`,
  ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((id) => [`AffectNet/train_set/images/${name(id)}`, png])),
  [`AffectNet/valid_set/images/${name(3)}`]: png,
});

test('reads label lists beside cropped faces', async () => {
  const { classes, samples, layout } = await open(
    listed((index) => `${index}.jpg`),
    'AffectNet',
  );
  assert.equal(classes.length, 7);
  assert.deepEqual(
    samples.map(({ label }) => classes[label]),
    [...expressions.slice(0, 7), 'surprise'],
  );
  assert.equal(layout, 'cropped faces, labels of train_annotations_7class.txt and valid_annotations_7class.txt');
});

test('refuses a list whose numbers contradict the names of its images', async () => {
  const honest = ['neutral', 'happy', 'sad', 'surprise', 'fear', 'disgust', 'anger'];
  assert.equal(
    (
      await open(
        listed((id) => `${honest[id]}_ffhq_${id}.png`),
        'AffectNet',
      )
    ).samples.length,
    8,
  );
  const alphabetical = ['anger', 'disgust', 'fear', 'happy', 'neutral', 'sad', 'surprise'];
  await refuses(
    open(
      listed((id) => `${alphabetical[id]}_ffhq_${id}.png`),
      'AffectNet',
    ),
    'label',
    /its numbers are not those of AffectNet: "anger_ffhq_0.png" has 0, which is neutral/,
  );
});

test('names the first bad line of a list', async () => {
  const files = listed((index) => `${index}.jpg`);
  const bad = (rows: string) =>
    open({ ...files, 'AffectNet/train_set/train_annotations_7class.txt': rows }, 'AffectNet');
  await refuses(bad('0.jpg 0\n1.jpg 11\n'), 'label', /line 2: label is 11; expected 0-7/);
  await refuses(bad('0.jpg\n'), 'data', /line 1: 1 fields; expected 2/);
  await refuses(bad('0.jpg 0\n0.jpg 1\n'), 'data', /line 2: "0.jpg" is named a second time/);
});

/** At its published counts, by number. */
function* numbered(train: readonly number[], validation: readonly number[], folder: string) {
  for (const [split, counts] of [
    ['train', train],
    [folder, validation],
  ] as const) {
    for (const [id, count] of counts.entries()) {
      for (let n = 0; n < count; n++) yield [`${split}/${id}/${split}${id}_${n}.jpg`, png] as const;
    }
  }
}
const published = [74874, 134415, 25459, 14090, 6378, 3803, 24882, 3750];

test('reads numbered class folders at full counts and verifies them', async () => {
  const { classes, samples, notes } = await openAll(numbered(published, new Array(8).fill(500), 'val'), '');
  assert.equal(notes[0], 'counts of every class are the published ones of AffectNet-8: 287,651 train, 4,000 test');
  assert.equal(classes[samples.find(({ id }) => id.startsWith('train/6/'))!.label], 'anger');
});

test('reads folders by name, and 7 classes alone', async () => {
  const names = ['neutral', 'Happy', 'sad', 'surprise', 'fear', 'disgust', 'anger', 'Contempt'];
  const files = (count: number) =>
    Object.fromEntries(
      names.slice(0, count).flatMap((name) => [
        [`train/${name}/1.jpg`, png],
        [`valid/${name}/2.jpg`, png],
      ]),
    );
  const dataset = await open(files(8), '');
  assert.deepEqual(countsPerClass(dataset, 'train'), new Array(8).fill(1));
  assert.deepEqual(countsPerClass(dataset, 'test'), new Array(8).fill(1));
  assert.equal((await open(files(7), '')).classes.length, 7);
});

test('with test and validation folders both stay what they are', async () => {
  const dataset = await open(
    { 'train/1/a.jpg': png, 'val/1/b.jpg': png, 'test/1/c.jpg': png, 'train/8/d.jpg': png },
    '',
  );
  assert.deepEqual(dataset.samples.map(({ split }) => split).sort(), ['test', 'train', 'valid']);
  assert.ok(dataset.notes.includes('skipped 1 image of folder train/8: not a class of AffectNet'));
});

test('refuses folders numbered in another order', async () => {
  const alphabetical = [6, 5, 4, 1, 0, 2, 3].map((id) => published[id]!);
  await refuses(
    openAll(numbered(alphabetical, [], 'val'), ''),
    'label',
    /train has the counts of AffectNet-7 under other classes/,
  );
});

const kaggle: Files = {
  'labels.csv':
    ',pth,label,relFCs\n0,anger/image0000006.jpg,surprise,0.873142\n1,anger/image0000007.jpg,anger,0.852311\n2,Contempt/image0000060.jpg,contempt,0.8\n3,happy/image3.jpg,happy,0.8\n',
  'anger/image0000006.jpg': png,
  'anger/image0000007.jpg': png,
  'contempt/image0000060.jpg': png,
  'happy/image3.jpg': png,
  ...Object.fromEntries(
    ['disgust', 'fear', 'neutral', 'sad', 'surprise'].flatMap((name) =>
      Array.from({ length: 10 }, (_, n) => [`${name}/x${n}.jpg`, png]),
    ),
  ),
};

test('believes labels.csv over the folder, and claims no benchmark', async () => {
  const dataset = await open(kaggle, '');
  const one = dataset.samples.find(({ id }) => id === 'anger/image0000006.jpg')!;
  assert.equal(dataset.classes[one.label], 'surprise');
  assert.equal(dataset.notes[0], 'this layout is a part of AffectNet: results on it are not those of the benchmark');
  assert.equal(dataset.protocol, undefined);
  assert.ok(dataset.notes.includes('1 image is in another class folder than labels.csv says; the list is used'));
  assert.ok(dataset.notes.includes('50 images are not in labels.csv; the folder is used'));
  assert.match(dataset.notes.join('\n'), /no split folders: dealt 39 train, 5 valid, 10 test/);
});

test('finds the images of labels.csv in split folders', async () => {
  const split = Object.fromEntries(
    Object.entries(kaggle).map(([name, content]) => [
      name === 'labels.csv' ? name : `${name.includes('x') ? 'Test' : 'Train'}/${name}`,
      content,
    ]),
  );
  const dataset = await open(split, '');
  assert.equal(
    dataset.classes[dataset.samples.find(({ id }) => id === 'Train/anger/image0000006.jpg')!.label],
    'surprise',
  );
  assert.equal(dataset.samples.filter(({ split }) => split === 'test').length, 50);
});

test('refuses or leaves out what labels.csv names and is not there', async () => {
  const files = { ...kaggle, 'labels.csv': `${kaggle['labels.csv']}4,sad/gone.jpg,sad,0.5\n` };
  await refuses(open(files, ''), 'data', /1 of them is missing, the first is "sad\/gone.jpg"/);
  assert.equal((await open(files, '', { missing: 'drop' })).samples.length, 54);
  await refuses(
    open({ ...kaggle, 'labels.csv': ',pth,label\n0,a.jpg,9\n' }, ''),
    'label',
    /line 2: label is "9"; expected an expression or 0-7/,
  );
});

test('takes class folders without splits only with the list', async () => {
  const files = { ...kaggle };
  delete files['labels.csv'];
  const error = await refuses(
    open({ ...Object.fromEntries(Object.entries(files).map(([name, content]) => [`a/${name}`, content])) }, 'a'),
    'data',
    /as affectnet: found anger\//,
  );
  assert.equal(error.hint, 'It looks like a folder data set: try folder:a');
});

test('holds validation out when asked for', async () => {
  const dataset = await openAll(npyRelease([20, 20, 20, 20, 20, 20, 20, 20], [2, 2, 2, 2, 2, 2, 2, 2], true), '', {
    valid: 0.1,
  });
  assert.deepEqual(countsPerClass(dataset, 'valid'), new Array(8).fill(2));
  assert.deepEqual(countsPerClass(dataset, 'test'), new Array(8).fill(2));
});
