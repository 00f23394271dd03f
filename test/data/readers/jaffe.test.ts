import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { random } from '../../../src/core/random.ts';
import { jaffe } from '../../../src/data/readers/smaller/jaffe.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';
import { tempFolder } from '../temp-folder.ts';

const tiff = await sharp(Buffer.alloc(64, 90), { raw: { width: 8, height: 8, channels: 1 } })
  .tiff({ compression: 'none' })
  .toBuffer();
const subjects = ['KA', 'KL', 'KM', 'KR', 'MK', 'NA', 'NM', 'TM', 'UY', 'YM'];
/** Images of the set by expression. */
const perCode = { AN: 30, DI: 29, FE: 32, HA: 31, NE: 30, SA: 31, SU: 30 };

/** 213 names, every subject with every expression. */
const names = Object.entries(perCode).flatMap(([code, count], place) =>
  Array.from(
    { length: count },
    (_, n) => `${subjects[n % 10]}.${code}${Math.floor(n / 10) + 1}.${place * 32 + n + 1}.tiff`,
  ),
);
const files = (folder: string) => Object.fromEntries(names.map((name) => [`${folder}${name}`, tiff]));
const open = (
  record: Record<string, Uint8Array | string>,
  path: string,
  options: Partial<Parameters<typeof jaffe>[2]> = {},
) => jaffe(memoryHost(filesOf(record)), path, { random: random(1), ...options });

test('reads 213 images and tells expression and subject by the name', async () => {
  const { classes, samples, notes } = await open({ ...files('jaffe/'), 'jaffe/README': '' }, 'jaffe');
  assert.equal(samples.length, 213);
  assert.equal(notes[0], 'counts of every class are the published ones of JAFFE: 213 all');
  const one = samples.find(({ id }) => id === 'KA.AN1.1.tiff')!;
  assert.deepEqual([classes[one.label], one.group], ['anger', 'KA']);
  assert.equal(notes.at(-1), 'fold 0 of 10 is the test split: 10 subjects, none of them in two splits');
});

test('leaves one woman out in each fold, and tests every image once', async () => {
  const tested = new Set<string>();
  for (let fold = 0; fold < 10; fold++) {
    const { samples } = await open(files(''), '', { fold });
    const test = samples.filter(({ split }) => split === 'test');
    assert.equal(new Set(test.map(({ group }) => group)).size, 1);
    const elsewhere = new Set(samples.filter(({ split }) => split !== 'test').map(({ group }) => group));
    assert.ok(!elsewhere.has(test[0]!.group));
    for (const { id } of test) tested.add(id);
  }
  assert.equal(tested.size, 213);
});

test('reads TIFF from the disk, from the folder above', async (t) => {
  const root = await tempFolder(t, { 'jaffedbase/KA.AN1.39.tiff': tiff, 'jaffedbase/YM.SU2.50.tiff': tiff });
  const { samples } = await jaffe(nodeDataHost, root, { random: random(1) });
  assert.deepEqual(
    samples.map(({ id }) => id),
    ['jaffedbase/KA.AN1.39.tiff', 'jaffedbase/YM.SU2.50.tiff'],
  );
  assert.equal((await samples[0]!.read()).data[0], 90);
});

test('reads copies sorted into folders, by the name and not by the folder', async () => {
  const sorted = { 'j/wrath/KA.AN1.39.tiff': tiff, 'j/wrath/YM.AN2.50.tiff': tiff, 'j/joy/KA.HA1.29.tiff': tiff };
  const { classes, samples } = await open(sorted, 'j');
  assert.deepEqual(
    samples.map(({ label }) => classes[label]),
    ['happiness', 'anger', 'anger'],
  );
});

test('counts images of other names, and refuses a folder without any', async () => {
  const { notes } = await open({ ...files('j/'), 'j/KA.XX1.2.tiff': tiff, 'j/face.tiff': tiff }, 'j');
  assert.ok(notes.includes('skipped 2 images that are not named like KA.AN1.39.tiff'));
  await refuses(
    open({ 'j/face.tiff': tiff }, 'j'),
    'data',
    /as jaffe: found face.tiff; expected images named like KA.AN1.39.tiff/,
  );
  await refuses(open({ 'j/KA.AN1.39.tiff': tiff }, 'j'), 'data', /found one subject; expected two or more/);
});
