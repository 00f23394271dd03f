import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { random } from '../../../src/core/random.ts';
import { expw } from '../../../src/data/readers/smaller/expw.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';
import { tempFolder } from '../temp-folder.ts';

/** Red is the column, green the row. */
const photograph = await sharp(
  Buffer.from(
    Uint8Array.from({ length: 200 * 100 * 3 }, (_, at) => [Math.floor(at / 3) % 200, Math.floor(at / 600), 0][at % 3]!),
  ),
  { raw: { width: 200, height: 100, channels: 3 } },
)
  .png()
  .toBuffer();

/** Lines as in the set: image, face, top, left, right, bottom, confidence, label. */
const lines = [
  'afraid_African_214.jpg 0 28 113 143 58 32.1001 6',
  'afraid_African_214.jpg 1 5 10 60 55 60.55 2',
  'afraid_American_190.jpg 0 4 6 40 38 14.6333 0',
  'afraid_American_28.jpg 0 1 1 9 9 83 3',
].join('\n');
const names = ['afraid_African_214.jpg', 'afraid_American_190.jpg', 'afraid_American_28.jpg'];
const files = (list: string, folder = 'image/origin/'): Record<string, Uint8Array | string> => ({
  'ExpW/label/label.lst': list,
  ...Object.fromEntries(names.map((name) => [`ExpW/${folder}${name}`, photograph])),
});
const open = (
  record: Record<string, Uint8Array | string>,
  options: Partial<Parameters<typeof expw>[2]> = {},
  path = 'ExpW',
) => expw(memoryHost(filesOf(record)), path, { random: random(1), ...options });

test('the box is top, left, RIGHT, BOTTOM', async () => {
  const { classes, samples } = await open(files(lines));
  assert.deepEqual(
    samples.map(({ id, label }) => [id, classes[label]]),
    [
      ['afraid_African_214.jpg#0', 'neutral'],
      ['afraid_African_214.jpg#1', 'fear'],
      ['afraid_American_190.jpg#0', 'anger'],
      ['afraid_American_28.jpg#0', 'happiness'],
    ],
  );
  const face = await samples[0]!.read();
  assert.deepEqual([face.width, face.height], [30, 30]);
  assert.deepEqual([...face.data.subarray(0, 3)], [113, 28, 0]);
  assert.deepEqual([...face.data.subarray(-3)], [142, 57, 0]);
});

test('finds list and photographs where the copies have them, on the disk too', async (t) => {
  for (const folder of ['image/origin/', 'data/image/origin/', 'image/']) {
    assert.equal((await open({ ...files(lines, folder), 'ExpW/image/x/y.txt': '' })).samples.length, 4, folder);
  }
  const beside: Record<string, Uint8Array | string> = { ...files(lines, 'origin/'), 'ExpW/label.lst': lines };
  delete beside['ExpW/label/label.lst'];
  const root = await tempFolder(t, beside);
  const { samples } = await expw(nodeDataHost, root, { random: random(1) });
  assert.equal((await samples[3]!.read()).width, 8);
});

test('refuses boxes in another order, which come out empty', async () => {
  await refuses(
    open(files(`${lines}\nafraid_American_28.jpg 1 143 113 28 58 32.1 6\n`)),
    'data',
    /label.lst" line 5: box is top 143, left 113, right 28, bottom 58: it is empty/,
  );
});

test('faces of one photograph are never in two splits', async () => {
  const many = Array.from({ length: 60 }, (_, n) => `${names[n % 3]} ${n} 1 1 9 9 50 ${n % 7}`).join('\n');
  const { samples, notes } = await open(files(many));
  const where = new Map<string, Set<string>>();
  for (const { group, split } of samples) where.set(group!, (where.get(group!) ?? new Set()).add(split));
  assert.deepEqual(
    [...where.values()].map((splits) => splits.size),
    [1, 1, 1],
  );
  assert.match(notes.join('\n'), /no split column: dealt .* no group in two splits/);
});

test('leaves out lines that are there twice, and keeps a face under a second box apart', async () => {
  const repeated = `${lines}\nafraid_American_28.jpg 0 1 1 9 9 83 3\nafraid_American_28.jpg 0 1 1 8 8 83 3\n`;
  const { samples, notes } = await open(files(repeated));
  assert.deepEqual(
    samples.slice(3).map(({ id }) => id),
    ['afraid_American_28.jpg#0', 'afraid_American_28.jpg#0@6'],
  );
  assert.ok(notes.includes('skipped 1 repeated line'));
});

test('leaves out faces of which the detector was unsure, when asked', async () => {
  const { samples, notes } = await open(files(lines), { confidence: 60 });
  assert.equal(samples.length, 2);
  assert.ok(notes.includes('skipped 2 of 4 faces with a confidence below 60'));
});

test('names the first bad line and counts those after it', async () => {
  const bad = (rows: string) => open(files(`${lines}\n${rows}`));
  await refuses(
    bad('a.jpg 0 1 1 9 9 50 7\na.jpg 1 1 1 9 9 50 9'),
    'label',
    /label.lst" line 5: label is 7; expected 0-6 \(and 1 more bad line after it\)$/,
  );
  await refuses(
    bad('a.jpg 0 1 1 9 9 6'),
    'data',
    /line 5: 7 fields; expected 8: image, face, top, left, right, bottom, confidence and label/,
  );
  await refuses(bad('a.jpg 0 1 1 9 x 50 6'), 'data', /line 5: box, confidence or label is not a number/);
  await refuses(open(files('')), 'data', /it names no face/);
});

test('counts missing photographs, refuses a set without any, and tells the root of a folder inside', async () => {
  await refuses(
    open(files(`${lines}\ngone.jpg 0 1 1 9 9 50 6`)),
    'data',
    /names 5 images and 1 of them is missing, the first is "gone.jpg"/,
  );
  const error = await refuses(
    open({ 'ExpW/label/label.lst': lines, 'ExpW/image/origin.7z.001': '' }),
    'data',
    /found no folder of images .* expected one with "afraid_African_214.jpg"/,
  );
  assert.match(error.hint ?? '', /Unpack/);
  const inside = await refuses(open(files(lines), {}, 'ExpW/image/origin'), 'data', /as expw: found/);
  assert.equal(inside.hint, 'The path is inside the data set: try expw:ExpW');
});
