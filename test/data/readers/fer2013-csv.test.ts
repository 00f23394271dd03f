import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MpaferError } from '../../../src/core/errors.ts';
import { countsPerClass } from '../../../src/data/dataset.ts';
import { fer2013 } from '../../../src/data/readers/fer2013/fer2013.ts';
import { readFer2013Csv } from '../../../src/data/readers/fer2013/fer2013-csv.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';
import { greyPng, tempFolder } from '../temp-folder.ts';

/** 2,304 greys that begin with `first`. */
const pixels = (first: number) => [first, ...new Array(2303).fill(70)].join(' ');
const original = `emotion,pixels,Usage\n0,${pixels(1)},Training\n3,${pixels(2)},Training\n6,${pixels(3)},PublicTest\n1,${pixels(4)},PrivateTest\n`;
/** As in the other release: blanks before the names, another order, CRLF. */
const icml = `emotion, Usage, pixels\r\n0,Training,${pixels(1)}\r\n3,Training,${pixels(2)}\r\n6,PublicTest,${pixels(3)}\r\n1,PrivateTest,${pixels(4)}\r\n`;

const open = (name: string, content: string, path = name, duplicates: 'keep' | 'drop' = 'keep') =>
  fer2013(memoryHost(filesOf({ [name]: content })), path, { duplicates });

test('reads both releases alike: labels, splits and pixels', async () => {
  for (const [name, content] of [
    ['set/fer2013.csv', original],
    ['set/icml_face_data.csv', icml],
  ] as const) {
    for (const path of ['set', name]) {
      const { classes, samples } = await open(name, content, path);
      assert.deepEqual(
        samples.map(({ split, label }) => `${split} ${classes[label]}`),
        ['train anger', 'train happiness', 'valid neutral', 'test disgust'],
      );
      const image = await samples[1]!.read();
      assert.deepEqual([image.width, image.height, ...image.data.subarray(0, 6)], [48, 48, 2, 2, 2, 70, 70, 70]);
    }
  }
});

test('finds the CSV of an unpacked archive, and opens it from the disk', async (t) => {
  const root = await tempFolder(t, { 'fer2013/fer2013.csv': original });
  assert.equal((await fer2013(nodeDataHost, root)).samples[3]!.id, 'fer2013.csv#00003');
  assert.equal((await fer2013(nodeDataHost, `${root}/fer2013/fer2013.csv`)).layout, 'pixels in fer2013.csv');
});

test('tells how far the counts are from the published ones', async () => {
  const perClass = {
    Training: [3995, 436, 4097, 7215, 4830, 3171, 4965],
    PublicTest: [467, 56, 496, 895, 653, 415, 607],
  };
  const black = new Array(2304).fill(0).join(' ');
  const rows = Object.entries(perClass).flatMap(([usage, counts]) =>
    counts.flatMap((count, emotion) => new Array<string>(Math.ceil(count / 40)).fill(`${emotion},${black},${usage}`)),
  );
  const { samples, notes } = await open('fer2013.csv', `emotion,pixels,Usage\n${rows.join('\n')}`, '');
  assert.equal(samples.length, rows.length);
  assert.match(notes.at(-1)!, /^counts differ from the published ones of FER2013: train 721 of 28,709/);
});

test('leaves out training rows whose pixels are those of another split', async () => {
  const twins = `${original}2,${pixels(4)},Training\n`;
  const kept = await open('fer2013.csv', twins, '');
  assert.equal(kept.samples.length, 5);
  assert.equal(
    kept.notes[0],
    'train: kept 1 image that has an exact duplicate in another split; duplicates=drop skips them',
  );
  const dropped = await open('fer2013.csv', twins, '', 'drop');
  assert.deepEqual(
    dropped.samples.map(({ id }) => id),
    ['fer2013.csv#00000', 'fer2013.csv#00001', 'fer2013.csv#00002', 'fer2013.csv#00003'],
  );
});

test('names the first bad line and counts those after it', async () => {
  const bad = (rows: string) => open('fer2013.csv', `${original}${rows}\n`, '');
  await refuses(
    bad(`7,${pixels(0)},Training\n8,${pixels(0)},Training`),
    'label',
    /fer2013.csv" line 6: emotion is "7"; expected 0-6 \(and 1 more bad line after it\)$/,
  );
  await refuses(
    bad(`0,${pixels(0)},Test1`),
    'data',
    /line 6: Usage is "Test1"; expected Training, PublicTest or PrivateTest/,
  );
  await refuses(bad('0,1 2 3,Training'), 'data', /line 6: 3 pixels; expected 2304/);
  await refuses(bad(`0,${pixels(0)} 5,Training`), 'data', /line 6: 2305 pixels; expected 2304/);
  await refuses(bad(`0,${pixels(256)},Training`), 'data', /line 6: a pixel is above 255/);
  await refuses(bad(`0,${pixels(0).replace('70', '7.0')},Training`), 'data', /line 6: a pixel holds "\."/);
  await refuses(bad(`0,${pixels(0)}`), 'data', /line 6: 2 fields; expected 3/);
  await refuses(open('fer2013.csv', 'emotion,pixels,Usage\n', ''), 'data', /it holds no image/);
});

test('takes quotes around pixels, and blank lines', () => {
  const text = `emotion,pixels,Usage\n\n4,"${pixels(9)}",Training\n\n`;
  const [row] = readFer2013Csv(new TextEncoder().encode(text), 'a.csv');
  assert.deepEqual([row!.expression, row!.grey[0], row!.grey.length], ['sadness', 9, 2304]);
});

test('never fails but by a named error', () => {
  const whole = new TextEncoder().encode(original);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
      const bytes = whole.slice();
      bytes[at] = value;
      try {
        readFer2013Csv(bytes, 'a.csv');
      } catch (error) {
        assert.ok(error instanceof MpaferError, String(error));
      }
    }),
    { numRuns: 60 },
  );
});

const png = await greyPng(90, 8);

test('reads class folders, by name and not in the order of the alphabet', async () => {
  const names = ['angry', 'disgust', 'fear', 'happy', 'neutral', 'sad', 'surprise'];
  const files = Object.fromEntries(
    names.flatMap((name) => [
      [`a/train/${name}/Training_1.jpg`, png],
      [`a/test/${name}/PrivateTest_2.jpg`, png],
    ]),
  );
  const dataset = await fer2013(memoryHost(filesOf(files)), 'a');
  assert.deepEqual(countsPerClass(dataset, 'test'), new Array(7).fill(1));
  const neutral = dataset.samples.find(({ id }) => id === 'train/neutral/Training_1.jpg')!;
  assert.equal(dataset.classes[neutral.label], 'neutral');
});

test('says when both test sets of the challenge are in one folder', async () => {
  const files = Object.fromEntries(Array.from({ length: 7178 }, (_, n) => [`test/happy/${n}.jpg`, png]));
  const { notes } = await fer2013(memoryHost(filesOf({ ...files, 'train/sad/1.jpg': png })), '');
  assert.match(notes.join('\n'), /3,589 public and 3,589 private test images are in one folder/);
});

test('folders do not tell duplicates', async () => {
  const host = memoryHost(filesOf({ 'a/train/sad/1.jpg': png, 'a/test/sad/2.jpg': png }));
  const error = await refuses(fer2013(host, 'a', { duplicates: 'drop' }), 'data', /class folders do not name them/);
  assert.match(error.hint ?? '', /without duplicates=drop/);
});
