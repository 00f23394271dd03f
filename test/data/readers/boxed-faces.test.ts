import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDataset } from '../../../src/data/open-dataset.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';
import { greyPng } from '../temp-folder.ts';

const png = await greyPng(70, 20);
const open = (spec: string, files: Record<string, Uint8Array | string>) =>
  openDataset(spec, memoryHost(filesOf(files)));

test('reads YOLO boxes in the three layouts in use', async () => {
  for (const [images, labels, split] of [
    ['train/images', 'train/labels', 'train'],
    ['images/train', 'labels/train', 'train'],
    ['images', 'labels', undefined],
  ] as const) {
    const { samples, classes, layout } = await open('yolo:D', {
      'D/data.yaml': 'train: ../train/images\nnc: 2\nnames: [Happy, "wink"]\n',
      [`D/${images}/a.png`]: png,
      [`D/${labels}/a.txt`]: '0 0.5 0.5 0.5 0.25\n1 0.25 0.25 0.5 0.5\n',
    });
    assert.deepEqual(classes, ['happiness', 'wink']);
    assert.deepEqual(
      samples.map(({ id, group }) => [id, group]),
      [
        [`${images}/a.png#1`, `${images}/a.png`],
        [`${images}/a.png#2`, `${images}/a.png`],
      ],
    );
    if (split !== undefined) assert.ok(samples.every((sample) => ['train', 'valid'].includes(sample.split)));
    const face = await samples[0]!.read();
    assert.deepEqual([face.width, face.height], [10, 5]);
    assert.match(layout ?? '', /^YOLO labels of .*, 2 faces cut out by their boxes$/);
  }
});

test('reads YOLO class names one a line, with numbers, from classes.txt and from the option', async () => {
  const files = { 'D/images/a.png': png, 'D/labels/a.txt': '1 0.2 0.2 0.4 0.2 0.4 0.6 0.2 0.6\n' };
  for (const yaml of [
    'names:\n  - sad\n  - happy # smiling\n',
    'names:\n  0: sad\n  1: happy\nnc: 2\n',
    "names: {0: 'sad', 1: 'happy'}",
  ]) {
    const { samples, classes } = await open('yolo:D', { ...files, 'D/data.yaml': yaml });
    assert.deepEqual(classes, ['happiness'], yaml);
    const face = await samples[0]!.read();
    assert.deepEqual([face.width, face.height], [4, 8], 'the box around a polygon');
  }
  assert.deepEqual((await open('yolo:D', { ...files, 'D/classes.txt': 'sad\nhappy\n' })).classes, ['happiness']);
  assert.deepEqual((await open('yolo:D?classes=fear,wink', files)).classes, ['wink']);
  const { hint } = await refuses(open('yolo:D', files), 'data', /found no data.yaml/);
  assert.equal(hint, 'Name the classes: classes=NAME,NAME');
});

test('refuses bad lines of YOLO labels and notes images without a face', async () => {
  const files = { 'D/images/a.png': png, 'D/images/b.png': png, 'D/data.yaml': 'names: [sad]' };
  await refuses(
    open('yolo:D', { ...files, 'D/labels/a.txt': '3 .5 .5 1 1\n' }),
    'label',
    /a.txt" line 1: class is 3; expected 0-0/,
  );
  await refuses(
    open('yolo:D', { ...files, 'D/labels/a.txt': '0 .5 .5\n' }),
    'data',
    /line 1: 3 fields; expected class, centre x/,
  );
  const { notes } = await open('yolo:D', { ...files, 'D/labels/a.txt': '0 .5 .5 1 1\n' });
  assert.match(notes[0]!, /^images: skipped 1 image without a labelled face$/);
});

const cocoText = JSON.stringify({
  images: [
    { id: 7, file_name: 'a.png' },
    { id: 8, file_name: 'empty.png' },
  ],
  annotations: [{ id: 1, image_id: 7, category_id: 2, bbox: [2, 3, 5, 6] }],
  categories: [
    { id: 1, name: 'sad' },
    { id: 2, name: 'happy' },
  ],
});

test('reads COCO boxes, with the JSON beside the images or in annotations/', async () => {
  for (const [json, image] of [
    ['train/_annotations.coco.json', 'train/a.png'],
    ['annotations/instances_train2017.json', 'train2017/a.png'],
    ['annotations/instances_train.json', 'images/train/a.png'],
    ['annotations/instances.json', 'images/a.png'],
  ] as const) {
    const { samples, classes, notes } = await open('coco:D', { [`D/${json}`]: cocoText, [`D/${image}`]: png });
    assert.deepEqual([classes, samples[0]!.id], [['happiness'], `${image}#1`]);
    const face = await samples[0]!.read();
    assert.deepEqual([face.width, face.height], [5, 6]);
    assert.match(notes[0]!, /skipped 1 image without a labelled face$/);
  }
  await refuses(open('coco:D', { 'D/train/_annotations.coco.json': '{' }), 'data', /it is not JSON/);
  await refuses(open('coco:D', { 'D/train/_annotations.coco.json': '{}' }), 'data', /it has no list "images"/);
});

test('what the hints of the folder reader name can be opened', async () => {
  for (const files of [
    { 'D/images/a.png': png, 'D/labels/a.txt': '0 .5 .5 1 1', 'D/data.yaml': 'names: [happy]' },
    { 'D/train/_annotations.coco.json': cocoText, 'D/train/a.png': png },
    { 'D/train/_classes.csv': 'filename, happy, sad\na.png,1,0\n', 'D/train/a.png': png },
    { 'D/train/metadata.csv': 'file_name,label\na.png,sad\n', 'D/train/a.png': png },
  ]) {
    const { hint } = await refuses(open('folder:D', files), 'data', /Cannot open "D" as folder: /);
    const spec = /(\w+:\S+)$/.exec(hint ?? '')?.[1] ?? '';
    assert.ok((await open(spec, files)).samples.length > 0, `${hint}`);
  }
});
