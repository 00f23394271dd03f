import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { MpaferError } from '../../../src/core/errors.ts';
import { random } from '../../../src/core/random.ts';
import { labelNaming } from '../../../src/data/label-names.ts';
import { parquet } from '../../../src/data/readers/own/parquet.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';
import { greyPng, tempFolder } from '../temp-folder.ts';

const pngs = await Promise.all([10, 20, 30, 40].map((grey) => greyPng(grey, 8)));

type Schema = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>;

/** As `datasets` writes a set of images: a struct, whole numbers of 64 bits, features in the metadata. */
function imageFile(
  rows: readonly { readonly bytes: Uint8Array | null; readonly path: string | null }[],
  labels: readonly (number | string)[],
  names?: readonly string[],
  extra: readonly ColumnSource[] = [],
): Uint8Array {
  const text = typeof labels[0] === 'string';
  const schema: Schema = [
    { name: 'schema', num_children: 2 + extra.length },
    { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
    { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
    { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
    text
      ? { name: 'label', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }
      : { name: 'label', type: 'INT64', repetition_type: 'OPTIONAL' },
    ...extra.map(({ name }) => ({ name, type: 'DOUBLE' as const, repetition_type: 'OPTIONAL' as const })),
  ];
  const features = { image: { _type: 'Image' }, label: { _type: 'ClassLabel', names } };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'image', data: [...rows] },
        { name: 'label', data: text ? [...labels] : labels.map((label) => BigInt(label)) },
        ...extra,
      ],
      schema,
      ...(names && { kvMetadata: [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }] }),
    }),
  );
}

const rowsOf = (...indices: number[]) =>
  indices.map((index) => ({ bytes: new Uint8Array(pngs[index]!), path: `${index}.png` }));
const alphabetical = ['angry', 'disgust', 'fear', 'happy', 'neutral', 'sad', 'surprise'];
const open = (
  files: Record<string, Uint8Array | string>,
  path: string,
  options: Partial<Parameters<typeof parquet>[2]> = {},
) => parquet(memoryHost(filesOf(files)), path, { random: random(1), ...options });

test('reads images, splits by file name, and classes by the names of the metadata', async () => {
  const { classes, samples, layout } = await open(
    {
      'set/data/train-00000-of-00002.parquet': imageFile(rowsOf(0, 1), [0, 3], alphabetical),
      'set/data/train-00001-of-00002.parquet': imageFile(rowsOf(2), [4], alphabetical),
      'set/data/validation-00000-of-00001.parquet': imageFile(rowsOf(3), [3], alphabetical),
      'set/README.md': '',
    },
    'set',
  );
  assert.deepEqual(classes, ['neutral', 'happiness', 'anger']);
  assert.deepEqual(
    samples.map(({ id, split, label }) => [id, split, classes[label]]),
    [
      ['train-00000-of-00002.parquet#00000/0.png', 'train', 'anger'],
      ['train-00000-of-00002.parquet#00001/1.png', 'train', 'happiness'],
      ['train-00001-of-00002.parquet#00000/2.png', 'train', 'neutral'],
      ['validation-00000-of-00001.parquet#00000/3.png', 'valid', 'happiness'],
    ],
  );
  assert.equal(layout, '3 Parquet files, columns image, label, class names of the metadata');
  assert.equal((await samples[2]!.read()).data[0], 30);
});

test('reads one file from the disk and deals its rows', async (t) => {
  const rows = Array.from({ length: 20 }, (_, n) => ({ bytes: new Uint8Array(pngs[n % 4]!), path: null }));
  const root = await tempFolder(t, {
    'faces.parquet': imageFile(
      rows,
      rows.map(() => 'Happy'),
    ),
  });
  const { classes, samples, notes } = await parquet(nodeDataHost, `${root}/faces.parquet`, { random: random(1) });
  assert.deepEqual(classes, ['happiness']);
  assert.equal(samples[0]!.id, 'faces.parquet#00000');
  assert.deepEqual(notes, ['no split files: dealt 14 train, 2 valid, 4 test, stratified by class']);
  assert.equal((await samples[1]!.read()).data[0], 20);
});

test('reads folders of splits', async () => {
  const { samples } = await open(
    { 'train/0.parquet': imageFile(rowsOf(0), ['sad']), 'test/0.parquet': imageFile(rowsOf(1), ['sad']) },
    '',
    { valid: 0 },
  );
  assert.deepEqual(
    samples.map(({ id, split }) => [id, split]),
    [
      ['test/0.parquet#00000/1.png', 'test'],
      ['train/0.parquet#00000/0.png', 'train'],
    ],
  );
});

test('numbers without names, or named by numbers, need a table', async () => {
  for (const names of [undefined, ['0', '1', '2', '3', '4', '5', '6', '7']]) {
    const files = { 'train.parquet': imageFile(rowsOf(0, 1), [1, 7], names) };
    await refuses(
      open(files, 'train.parquet'),
      'label',
      /"train.parquet" row 1: label is 1, and a number alone names no class: .* \(and 1 more bad row after it\)$/,
    );
    const { classes, samples } = await open(files, 'train.parquet', {
      naming: labelNaming('rafdb', undefined),
      valid: 0,
    });
    assert.deepEqual(
      samples.map(({ label }) => classes[label]),
      ['surprise', 'neutral'],
    );
  }
  await refuses(
    open({ 'train.parquet': imageFile(rowsOf(0), [9], alphabetical) }, 'train.parquet'),
    'label',
    /row 1: label is 9; expected 0-6/,
  );
});

test('columns of numbers named for expressions are soft labels', async () => {
  const extra = [
    { name: 'happy', data: [0.25, 0] },
    { name: 'sad', data: [0.75, 1] },
  ];
  const { classes, samples } = await open(
    { 'train.parquet': imageFile(rowsOf(0, 1), ['happy', 'sad'], undefined, extra) },
    'train.parquet',
    { valid: 0 },
  );
  assert.deepEqual(classes, ['happiness', 'sadness']);
  assert.deepEqual(
    samples.map(({ votes }) => votes),
    [
      [0.25, 0.75],
      [0, 1],
    ],
  );
});

test('an image may be a file beside the table', async () => {
  const files = {
    'set/train.parquet': imageFile([{ bytes: null, path: 'faces/a.png' }], ['sad']),
    'set/faces/a.png': pngs[3]!,
  };
  const { samples } = await open(files, 'set', { valid: 0 });
  assert.equal((await samples[0]!.read()).data[0], 40);
  await refuses(
    open({ 'train.parquet': imageFile([{ bytes: null, path: null }], ['sad']) }, 'train.parquet'),
    'data',
    /row 1: it holds neither the bytes nor the path/,
  );
});

const readable = [
  ...['pyarrow', 'datasets', 'duckdb', 'polars', 'polars-zstd', 'duckdb-zstd', 'duckdb-gzip', 'pandas-gzip'],
  ...['pyarrow-zstd-pages-2', 'pyarrow-gzip-groups', 'pyarrow-gzip-pages-2', 'pyarrow-brotli'],
].map((name) => `${name}.parquet`);

test('reads what pandas, pyarrow, polars and DuckDB write, and names the forms that it does not read', async () => {
  const golden = (name: string) => readFileSync(new URL(`../../golden/parquet/${name}`, import.meta.url));
  for (const name of readable) {
    const naming = labelNaming(undefined, 'joy,awe,rage,calm,fear,hope,woe');
    const { classes, samples } = await open({ 'train.parquet': golden(name) }, 'train.parquet', {
      naming,
      valid: 0,
      missing: 'keep',
    });
    assert.equal(samples.length, 60);
    assert.deepEqual(
      samples.slice(0, 5).map(({ id, label }) => [id, classes[label]]),
      [
        ['train.parquet#00000/0.png', 'happiness'],
        ['train.parquet#00001/1.png', 'hope'],
        ['train.parquet#00002/2.png', 'neutral'],
        ['train.parquet#00003/only-a-path.png', 'awe'],
        ['train.parquet#00004', 'woe'],
      ],
    );
  }
  const lz4 = await refuses(
    open({ 'a.parquet': golden('refused-lz4.parquet') }, 'a.parquet'),
    'data',
    /with LZ4_RAW; /,
  );
  assert.match(lz4.hint ?? '', /snappy/);
  const delta = await refuses(
    open({ 'a.parquet': golden('refused-delta.parquet') }, 'a.parquet'),
    'data',
    /column label is encoded as DELTA_BINARY_PACKED; expected PLAIN or RLE_DICTIONARY$/,
  );
  assert.match(delta.hint ?? '', /version 1/);
});

test('class names of the metadata that are not text are ignored', async () => {
  const file = imageFile(rowsOf(0), [0], [1, 2] as never);
  await refuses(open({ 'a.parquet': file }, 'a.parquet'), 'label', /a number alone names no class/);
});

test('a corrupt image shows when it is read, under its name', async () => {
  const { samples } = await open(
    { 'train.parquet': imageFile([{ bytes: Uint8Array.of(1, 2, 3), path: 'a.png' }], ['sad']) },
    'train.parquet',
    { valid: 0 },
  );
  await refuses(samples[0]!.read(), 'image', /train.parquet#00000\/a.png/);
});

test('refuses other columns, damaged files and files of no split', async () => {
  const other = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'text', data: ['a'] }] }));
  await refuses(open({ 'a.parquet': other }, 'a.parquet'), 'data', /no column of images, found text/);
  await refuses(open({ 'a.parquet': 'no parquet' }, 'a.parquet'), 'data', /it is not a Parquet file, or damaged/);
  const one = imageFile(rowsOf(0), ['sad']);
  await refuses(
    open({ 'a/train.parquet': one, 'a/extra.parquet': one }, 'a'),
    'data',
    /"extra.parquet" names no split, but other files do/,
  );
  await refuses(open({ 'a/train/x.png': pngs[0]! }, 'a'), 'data', /found no .parquet file/);
});

test('never fails but by a named error, wherever it is cut short and whatever byte of its description is wrong', async () => {
  const whole = imageFile(rowsOf(0, 1), [0, 3], alphabetical);
  const footer = new DataView(whole.buffer).getUint32(whole.length - 8, true) + 8;
  const damaged = fc.oneof(
    fc.nat(whole.length - 1).map((length) => whole.slice(0, length)),
    fc.tuple(fc.integer({ min: whole.length - footer, max: whole.length - 1 }), fc.nat(255)).map(([at, value]) => {
      const bytes = whole.slice();
      bytes[at] = value;
      return bytes;
    }),
  );
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      try {
        await open({ 'a.parquet': bytes }, 'a.parquet');
      } catch (error) {
        assert.ok(error instanceof MpaferError, String(error));
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('refuses more rows than the file has bytes, before memory is taken for them', async () => {
  const names = new Array<string>(400_000).fill('a.png');
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'image', data: names, type: 'STRING' }] }));
  assert.ok(bytes.length < names.length);
  await refuses(open({ 'a.parquet': bytes }, 'a.parquet'), 'data', /damaged \(it declares 400000 rows in \d+ bytes\)$/);
});

/** A file of columns beside `image`, some of them class labels by the metadata. */
function tableFile(
  columns: Record<string, readonly (number | string | boolean)[]>,
  classLabels: Record<string, readonly string[]>,
) {
  const rows = Object.values(columns)[0]!.length;
  const features = {
    image: { _type: 'Image' },
    ...Object.fromEntries(Object.entries(classLabels).map(([name, names]) => [name, { _type: 'ClassLabel', names }])),
  };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        {
          name: 'image',
          data: Array.from({ length: rows }, (_, n) => new Uint8Array(pngs[n % 4]!)),
          type: 'BYTE_ARRAY',
        },
        ...Object.entries(columns).map(([name, data]) => ({
          name,
          data: typeof data[0] === 'number' ? data.map((value) => BigInt(value as number)) : [...data],
        })),
      ],
      kvMetadata: [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }],
    }),
  );
}
const labelsIn = async (file: Uint8Array, columns?: { label?: string; image?: string }) => {
  const dataset = await open({ 'train.parquet': file }, 'train.parquet', { valid: 0, ...(columns && { columns }) });
  return { ...dataset, labels: dataset.samples.map(({ label }) => dataset.classes[label]) };
};

test('of several class labels takes the known name, reports the choice and obeys another', async () => {
  const file = tableFile(
    { age: [0, 1], gender: [1, 0], emotion: [3, 5] },
    { age: ['young', 'old'], gender: ['f', 'm'], emotion: alphabetical },
  );
  const { labels, layout, notes } = await labelsIn(file);
  assert.deepEqual(labels, ['happiness', 'sadness']);
  assert.equal(layout, '1 Parquet file, columns image, emotion, class names of the metadata');
  assert.deepEqual(notes.slice(0, 2), [
    'labels are of column "emotion", whose values are expressions; "age", "gender" could be too, and label=COLUMN chooses',
    'columns not used: age, gender',
  ]);
  assert.deepEqual((await labelsIn(file, { label: 'gender' })).labels, ['m', 'f']);
  const error = await refuses(
    labelsIn(file, { label: 'gendre' }),
    'usage',
    /label=gendre: .* has no such column, found image, age/,
  );
  assert.equal(error.hint, 'Did you mean label=gender?');
});

test('takes a class label whose names are expressions, and refuses to guess among others', async () => {
  const mood = { age: ['young', 'old'], mood: alphabetical };
  assert.deepEqual((await labelsIn(tableFile({ age: [0, 1], mood: [0, 4] }, mood))).labels, ['anger', 'neutral']);
  const unsure = tableFile({ age: [0, 1], gender: [1, 0] }, { age: ['young', 'old'], gender: ['f', 'm'] });
  const { hint } = await refuses(labelsIn(unsure), 'data', /"age", "gender" may all be the label; expected one$/);
  assert.equal(hint, 'Choose one: label=age or label=gender');
  for (const label of ['age', 'gender']) assert.equal((await labelsIn(unsure, { label })).labels.length, 2);
});

test('a column of flags names the split', async () => {
  const file = tableFile({ label: ['happy', 'sad', 'happy'], is_test: [false, true, false] }, {});
  const { samples, layout } = await labelsIn(file);
  assert.deepEqual(
    samples.map(({ split }) => split),
    ['train', 'test', 'train'],
  );
  assert.match(layout ?? '', /columns image, label, is_test/);
});

test('names columns that mean something and are not used', async () => {
  const { notes } = await labelsIn(tableFile({ label: ['happy', 'sad'], fold: [1, 2], face_x: [3, 4] }, {}));
  assert.deepEqual(notes, ['columns not used: fold, face_x']);
});

test('takes a test split out of files that are for training only, where it is asked to', async () => {
  const file = imageFile(
    rowsOf(...Array.from({ length: 20 }, (_, n) => n % 4)),
    new Array<number>(20).fill(3),
    alphabetical,
  );
  const dataset = await open({ 'train.parquet': file }, 'train.parquet', { valid: 0, test: 0.25 });
  assert.equal(dataset.samples.filter(({ split }) => split === 'test').length, 5);
  assert.deepEqual(dataset.dealt, ['test']);
  assert.match(dataset.notes.join(), /^test: no such file, took 5 of 20 training images/);
});

test('refuses several configurations of a set, and each one named in the hint opens', async () => {
  const one = imageFile(rowsOf(0, 1), [0, 3], alphabetical);
  const files = { 'set/0.25/train-00000-of-00001.parquet': one, 'set/1.25/train-00000-of-00001.parquet': one };
  const { hint } = await refuses(open(files, 'set'), 'data', /2 folders in it fit, 0.25, 1.25; expected one$/);
  assert.equal(hint, 'Open one of them: parquet:set/0.25 or parquet:set/1.25');
  for (const path of ['set/0.25', 'set/1.25']) assert.equal((await open(files, path)).samples.length, 2);
});

test('reads the snapshot of a hub cache', async () => {
  const one = imageFile(rowsOf(0, 1), [0, 3], alphabetical);
  const cache = { 'c/refs/main': 'f', 'c/blobs/x': '', 'c/snapshots/f/data/train-00000-of-00001.parquet': one };
  assert.equal((await open(cache, 'c')).samples.length, 2);
});

test('an option for numbers replaces the class names of the metadata, and is refused where labels are names', async () => {
  const numbers = { 'a.parquet': imageFile(rowsOf(0, 1), [0, 1], alphabetical) };
  const renamed = await open(numbers, 'a.parquet', { naming: labelNaming(undefined, 'sad,fear') });
  assert.deepEqual(renamed.classes, ['sadness', 'fear']);
  assert.match(renamed.notes[0]!, /class names of the metadata are replaced/);
  await refuses(
    open({ 'a.parquet': imageFile(rowsOf(0), ['sad']) }, 'a.parquet', { naming: labelNaming('rafdb', undefined) }),
    'usage',
    /Cannot apply table= or classes= .* labels are names like "sad"$/,
  );
});

test('a row that names a file which does not exist is refused, or dropped where asked to', async () => {
  const files = {
    'set/train.parquet': imageFile(
      [
        { bytes: null, path: 'a.png' },
        { bytes: null, path: 'b.png' },
      ],
      ['sad', 'sad'],
    ),
    'set/a.png': pngs[0]!,
  };
  await refuses(open(files, 'set'), 'data', /names 2 images and 1 of them is missing, the first is "b.png"/);
  assert.equal((await open(files, 'set', { missing: 'drop', valid: 0 })).samples.length, 1);
});
