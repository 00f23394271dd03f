import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { countsPerClass } from '../../../src/data/dataset.ts';
import { labelNaming } from '../../../src/data/label-names.ts';
import { csvTable } from '../../../src/data/readers/own/csv-table.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';
import { greyPng, tempFolder } from '../temp-folder.ts';

const png = await greyPng(90, 8);
const files = (content: string, images: readonly string[] = ['a/1.png', 'a/2.png', 'b/3.png']) => ({
  'set/list.csv': content,
  ...Object.fromEntries(images.map((name) => [`set/${name}`, png])),
});
const open = (content: string, options: Partial<Parameters<typeof csvTable>[2]> = {}, images?: readonly string[]) =>
  csvTable(memoryHost(filesOf(files(content, images))), 'set/list.csv', { random: random(1), ...options });

test('reads path, label and split, in any order and case', async () => {
  const { classes, samples, layout } = await open(
    'Split, Label ,PATH\ntrain,Happy,a/1.png\nval,joy,./a/2.png\ntest,wink,b\\3.png\n',
  );
  assert.deepEqual(classes, ['happiness', 'wink']);
  assert.deepEqual(
    samples.map(({ id, split, label }) => [id, split, classes[label]]),
    [
      ['a/1.png', 'train', 'happiness'],
      ['a/2.png', 'valid', 'happiness'],
      ['b/3.png', 'test', 'wink'],
    ],
  );
  assert.equal(layout, 'columns Split, Label, PATH');
  assert.equal((await samples[0]!.read()).width, 8);
});

test('paths start from the folder of the list, another folder, or the root', async (t) => {
  const root = await tempFolder(t, {
    'lists/my.csv': 'image,emotion\nx.png,sad\ny.png,sad\n',
    'faces/x.png': png,
    'faces/y.png': png,
  });
  const { samples } = await csvTable(nodeDataHost, `${root}/lists/my.csv`, { random: random(1), images: '../faces' });
  assert.equal((await samples[1]!.read()).width, 8);
  const elsewhere = await csvTable(nodeDataHost, `${root}/lists/my.csv`, {
    random: random(1),
    images: `${root}/faces`,
  });
  assert.equal((await elsewhere.samples[1]!.read()).width, 8);
  const absolute = await tempFolder(t, { 'my.csv': `path,label\n${root}/faces/x.png,sad\n` });
  const dataset = await csvTable(nodeDataHost, `${absolute}/my.csv`, { random: random(1) });
  assert.equal((await dataset.samples[0]!.read()).width, 8);
});

test('deals splits where there is no column, groups together', async () => {
  const names = Array.from({ length: 40 }, (_, n) => `a/${n}.png`);
  const rows = names.map((name, n) => `${name},${n % 2 === 0 ? 'happy' : 'sad'},p${Math.floor(n / 4)}`).join('\n');
  const { samples, notes } = await open(`path,label,subject\n${rows}\n`, {}, names);
  const where = new Map<string, Set<string>>();
  for (const { group, split } of samples) where.set(group!, (where.get(group!) ?? new Set()).add(split));
  assert.equal(where.size, 10);
  assert.ok([...where.values()].every((splits) => splits.size === 1));
  assert.deepEqual(notes, [
    'no split column: dealt 28 train, 4 valid, 8 test, stratified by class, no group in two splits',
  ]);
});

test('takes validation from training where the column names none', async () => {
  const names = Array.from({ length: 20 }, (_, n) => `a/${n}.png`);
  const list = `path,label,split\n${names.map((name) => `${name},sad,train`).join('\n')}\n`;
  const dataset = await open(list, { valid: 0.25 }, names);
  assert.deepEqual([countsPerClass(dataset, 'train')[0], countsPerClass(dataset, 'valid')[0]], [15, 5]);
  assert.deepEqual(dataset.notes, ['valid: no such column, took 5 of 20 training images, stratified by class']);
  assert.equal(countsPerClass(await open(list, { valid: 0 }, names), 'valid')[0], 0);
});

test('columns named for expressions are soft labels', async () => {
  const { classes, samples } = await open(
    'path,split,votes_happy,votes_sad,p_angry\na/1.png,train,7,3,0\na/2.png,train,0.25,0.25,0.5\nb/3.png,test,1,1,0\n',
    { valid: 0 },
  );
  assert.deepEqual(classes, ['happiness', 'sadness', 'anger']);
  assert.deepEqual(
    samples.map(({ label, votes }) => [label, votes]),
    [
      [0, [7, 3, 0]],
      [2, [0.25, 0.25, 0.5]],
      [0, [1, 1, 0]],
    ],
  );
});

test('a label beside soft labels is the label', async () => {
  const { classes, samples } = await open('path,label,split,happy,sad\na/1.png,neutral,train,7,3\n', { valid: 0 });
  assert.deepEqual(classes, ['neutral', 'happiness', 'sadness']);
  assert.deepEqual([samples[0]!.label, samples[0]!.votes], [0, [0, 7, 3]]);
});

test('a number is no label until a table says what it means', async () => {
  const numbers = 'path,label,split\na/1.png,1,train\na/2.png,3,train\nb/3.png,6,test\n';
  await refuses(
    open(numbers),
    'label',
    /list.csv" line 2: label is 1, and a number alone names no class: add table=.* \(and 2 more bad lines after it\)$/,
  );
  const named = async (table: string | undefined, classes?: string) => {
    const dataset = await open(numbers, { valid: 0, naming: labelNaming(table, classes) });
    return dataset.samples.map(({ label }) => dataset.classes[label]);
  };
  assert.deepEqual(await named('rafdb'), ['surprise', 'disgust', 'anger']);
  assert.deepEqual(await named('affectnet'), ['happiness', 'surprise', 'anger']);
  assert.deepEqual(await named('fer2013'), ['disgust', 'happiness', 'neutral']);
  assert.deepEqual(await named(undefined, 'a,b,c,happy,e,f,g'), ['b', 'happiness', 'g']);
  await refuses(named(undefined, 'a,b'), 'label', /line 3: label is 3; expected 0-1/);
});

test('refuses tables of labels that are none', () => {
  assert.throws(() => labelNaming('jaffe', undefined), {
    code: 'usage',
    message: /table=jaffe: expected one of rafdb, affectnet/,
  });
  assert.throws(() => labelNaming('rafdb', 'a,b'), { code: 'usage', message: /together/ });
  assert.throws(() => labelNaming(undefined, 'a,,b'), { code: 'usage', message: /expected different names/ });
  assert.throws(() => labelNaming(undefined, 'happy,joy'), { code: 'usage', message: /expected different names/ });
});

test('names the first bad line and counts those after it', async () => {
  const bad = (rows: string) => open(`path,label,split\na/1.png,sad,train\n${rows}\n`);
  await refuses(
    bad('a/2.png,sad,all\nb/3.png,sad,some'),
    'data',
    /line 3: split is "all"; expected train, valid or test \(and 1 more bad line after it\)$/,
  );
  await refuses(bad('a/2.png,,train'), 'label', /line 3: the label is empty/);
  await refuses(bad(',sad,train'), 'data', /line 3: the image has no path/);
  await refuses(bad('a/1.png,sad,train'), 'data', /line 3: "a\/1.png" is named a second time/);
  await refuses(bad('a/2.png,sad'), 'data', /line 3: 2 fields; expected 3/);
  await refuses(open('path,happy,sad\na/1.png,1,x\n'), 'label', /line 2: votes are negative, not numbers or all 0/);
  await refuses(open('path,happy,sad\na/1.png,0,0\n'), 'label', /line 2: votes are negative, not numbers or all 0/);
});

test('refuses a list without its columns or rows', async () => {
  const error = await refuses(open('face,label\nx,sad\n'), 'data', /line 1: no column "path", found face,label/);
  assert.match(error.hint ?? '', /may be called path, image/);
  await refuses(
    open('path,happy\na/1.png,1\n'),
    'data',
    /no column "label" and no columns named for expressions, found path,happy/,
  );
  await refuses(open('path,label\n'), 'data', /it names no image/);
  await refuses(open(''), 'data', /no column "path", found an empty file/);
});

test('counts missing images in all their folders', async () => {
  const list = 'path,label,split\na/1.png,sad,train\nc/9.png,sad,train\nb/9.png,sad,train\n';
  await refuses(open(list), 'data', /names 3 images and 2 of them are missing, the first is "c\/9.png"/);
  const { samples, notes } = await open(list, { missing: 'drop', valid: 0 });
  assert.equal(samples.length, 1);
  assert.match(notes[0]!, /^skipped 2 of 3 images/);
});

test('names the tables of a folder that was given for one', async () => {
  const tables = filesOf({ 'faces/a.csv': 'path,label\n', 'faces/notes.txt': '' });
  const { hint } = await refuses(
    csvTable(memoryHost(tables), 'faces', { random: random(1) }),
    'data',
    /Cannot open "faces" as csv: it is a folder without _classes.csv/,
  );
  assert.equal(hint, 'Name the file: csv:faces/a.csv');
});

const names = ['a/1.png', 'a/2.png', 'b/3.png'];
const rowsOf = (header: string, ...cells: readonly string[]) =>
  `${header}\n${cells.map((cell, n) => `${names[n]},${cell}`).join('\n')}\n`;
const labelsOf = ({ classes, samples }: Awaited<ReturnType<typeof csvTable>>) =>
  samples.map(({ label }) => classes[label]);

test('a column of file names is the image, not a column "name" before it', async () => {
  const dataset = await open('name,image,label\nanna,a/1.png,happy\nben,a/2.png,sad\n', { valid: 0, test: 0 });
  assert.deepEqual(
    dataset.samples.map(({ id }) => id),
    ['a/1.png', 'a/2.png'],
  );
  assert.equal(dataset.layout, 'columns image, label');
  assert.match(dataset.notes[0]!, /^columns not used: name$/);
  const both = 'path,file,label\na/1.png,a/2.png,happy\na/2.png,a/1.png,sad\n';
  const first = await open(both);
  assert.match(first.notes[0]!, /^images are read from column "path"; "file" could be too, and image=COLUMN chooses$/);
  assert.equal((await open(both, { columns: { image: 'file' } })).samples[0]!.id, 'a/2.png');
});

test('a column whose values are expressions is the label, not one that is always the same', async () => {
  const text = 'path,class,expression\na/1.png,face,happy\na/2.png,face,sad\nb/3.png,face,happy\n';
  const dataset = await open(text);
  assert.deepEqual(labelsOf(dataset), ['happiness', 'sadness', 'happiness']);
  assert.equal(dataset.layout, 'columns path, expression');
  assert.match(
    dataset.notes[0]!,
    /labels are of column "expression", whose values are expressions; "class" could be too/,
  );
  assert.deepEqual(labelsOf(await open(text, { columns: { label: 'class' } })), ['face', 'face', 'face']);
  const { hint } = await refuses(open(text, { columns: { label: 'expresion' } }), 'usage', /has no such column/);
  assert.equal(hint, 'Did you mean label=expression?');
});

test('flags such as is_test are splits, and other columns are named as unused', async () => {
  const dataset = await open(rowsOf('path,label,is_test,fold,bb', 'sad,0,3,"1 2 3 4"', 'sad,1,4,x', 'sad,0,5,x'), {
    valid: 0,
  });
  assert.deepEqual(
    dataset.samples.map(({ split }) => split),
    ['train', 'test', 'train'],
  );
  assert.equal(dataset.layout, 'columns path, label, is_test');
  assert.deepEqual(dataset.notes, ['columns not used: fold, bb']);
  const three = await open(
    rowsOf('path,label,is_train,is_valid', 'sad,True,False', 'sad,False,True', 'sad,False,False'),
  );
  assert.deepEqual(
    three.samples.map(({ split }) => split),
    ['train', 'valid', 'test'],
  );
  await refuses(open(rowsOf('path,label,is_test,is_valid', 'sad,1,1')), 'data', /is_test and is_valid are both set/);
});

test('faces are cut out by columns of boxes, unless the boxes are to be ignored', async () => {
  const text =
    'path,label,face_x,face_y,face_width,face_height\na/1.png,sad,1,2,4,3\na/1.png,happy,0,0,2,2\na/2.png,sad,0,0,8,8\n';
  const { samples, layout } = await open(text);
  assert.deepEqual(
    samples.map(({ id, group }) => [id, group]),
    [
      ['a/1.png#1', 'a/1.png'],
      ['a/1.png#2', 'a/1.png'],
      ['a/2.png', 'a/2.png'],
    ],
  );
  const face = await samples[0]!.read();
  assert.deepEqual([face.width, face.height], [4, 3]);
  assert.match(layout ?? '', /faces cut out by their boxes$/);
  const whole = await open(text.replace(/a\/1.png,happy[^\n]*\n/, ''), { boxes: 'ignore' });
  assert.equal((await whole.samples[0]!.read()).width, 8);
  assert.match(whole.notes.join('\n'), /columns not used: face_x, face_y/);
  await refuses(
    open('path,label,x1,y1,x2,y2\na/1.png,sad,4,4,2,2\n'),
    'data',
    /the box is 4, 4, 2, 2; expected one that is not/,
  );
});

test('missing images are found under absolute paths too', async (t) => {
  const root = await tempFolder(t, { 'a.png': png });
  const list = await tempFolder(t, { 'list.csv': `path,label\n${root}/a.png,sad\n${root}/gone.png,sad\n` });
  const read = (missing: 'refuse' | 'drop') =>
    csvTable(nodeDataHost, `${list}/list.csv`, { random: random(1), missing });
  await refuses(read('refuse'), 'data', /names 2 images and 1 of them is missing, the first is ".*\/gone.png"/);
  assert.equal((await read('drop')).samples.length, 1);
});

test('paths are found whatever their Unicode composition, and ids are composed', async () => {
  const { samples } = await open('path,label\ncafe\u0301.png,sad\n', {}, ['caf\u00e9.png']);
  assert.equal(samples[0]!.id, 'caf\u00e9.png');
  const other = await open('path,label\ncaf\u00e9.png,sad\n', {}, ['cafe\u0301.png']);
  assert.equal((await other.samples[0]!.read()).width, 8);
});

test('labels that are one class are reported', async () => {
  const { notes } = await open(rowsOf('path,label', 'Happy', 'joy', 'happy'));
  assert.match(notes.join('\n'), /^class happiness: merged labels Happy, happy, joy$/m);
});

test('an option for numbers is refused where labels are names', async () => {
  await refuses(
    open(rowsOf('path,label', 'happy', 'sad'), { naming: labelNaming('rafdb', undefined) }),
    'usage',
    /Cannot apply table= or classes= .* labels are names like "happy"$/,
  );
});

test('reads the lists of Roboflow and of the hub in each split folder', async () => {
  const roboflow = {
    'D/train/_classes.csv': 'filename, angry, wink\na.png, 1, 0\nb.png, 0, 1\n',
    'D/train/a.png': png,
    'D/train/b.png': png,
    'D/test/_classes.csv': 'filename, angry, wink\na.png, 0, 1\n',
    'D/test/a.png': png,
  };
  const read = (files: Record<string, Uint8Array | string>) =>
    csvTable(memoryHost(filesOf(files)), 'D', { random: random(1), valid: 0 });
  const dataset = await read(roboflow);
  assert.deepEqual(
    dataset.samples.map(({ id, split, label }) => [id, split, dataset.classes[label]]),
    [
      ['test/a.png', 'test', 'wink'],
      ['train/a.png', 'train', 'anger'],
      ['train/b.png', 'train', 'wink'],
    ],
  );
  assert.equal((await dataset.samples[0]!.read()).width, 8);
  const hub = await read({ 'D/train/metadata.csv': 'file_name,label\na.png,sad\n', 'D/train/a.png': png });
  assert.deepEqual([hub.samples[0]!.id, hub.samples[0]!.split], ['train/a.png', 'train']);
  const flat = await read({ 'D/metadata.csv': 'file_name,label\na.png,sad\n', 'D/a.png': png });
  assert.equal(flat.samples[0]!.id, 'a.png');
});
