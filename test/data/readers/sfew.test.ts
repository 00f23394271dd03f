import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { countsPerClass } from '../../../src/data/dataset.ts';
import { sfew } from '../../../src/data/readers/smaller/sfew.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';
import { greyPng, tempFolder } from '../temp-folder.ts';

const png = await greyPng(90, 8);
const folders = ['Angry', 'Disgust', 'Fear', 'Happy', 'Neutral', 'Sad', 'Surprise'];
const aligned = { Train: [178, 52, 78, 184, 144, 161, 94], Val: [77, 23, 46, 72, 84, 73, 56] };
const films = ['Airheads', 'AboutABoy', 'Harry_Potter', '21', 'Did_You_Hear_About_The_Morgans'];

const files = (counts: typeof aligned, place: (split: string) => string) =>
  Object.fromEntries(
    Object.entries(counts).flatMap(([split, perClass]) =>
      perClass.flatMap((count, index) =>
        Array.from({ length: count }, (_, n) => [
          `${place(split)}/${folders[index]}/${films[n % 5]}_${String(519240 + n).padStart(9, '0')}_0000000${n % 10}.png`,
          png,
        ]),
      ),
    ),
  );
const open = (record: Record<string, Uint8Array>, path: string, options: Partial<Parameters<typeof sfew>[2]> = {}) =>
  sfew(memoryHost(filesOf(record)), path, { random: random(1), ...options });

test('reads aligned faces in each of their places, and verifies the counts', async () => {
  for (const place of [
    (split: string) => `SFEW/${split}_Aligned_Faces`,
    (split: string) => `SFEW/${split}/${split}_Aligned_Faces`,
    (split: string) => `SFEW/${split}/${split}_Aligned_Faces${split === 'Val' ? '_new' : ''}`,
    (split: string) => `${split}_Aligned_Faces`,
  ]) {
    const path = place('Train').startsWith('SFEW') ? 'SFEW' : '';
    const dataset = await open(files(aligned, place), path);
    assert.equal(
      dataset.notes[0],
      'counts of every class are the published ones of SFEW 2.0 aligned faces: 891 train, 431 test',
    );
    assert.deepEqual(countsPerClass(dataset, 'test'), [84, 72, 73, 56, 46, 23, 77]);
  }
});

test('reads whole frames, leaves the unlabelled test images out, and says what is tested', async (t) => {
  const root = await tempFolder(t, {
    'Train/Angry/Airheads_000519240_00000005.png': png,
    'Val/Sad/AboutABoy_000519240_00000005.png': png,
    'Test/AboutABoy_000519241_00000005.png': png,
  });
  const { samples, protocol, notes } = await sfew(nodeDataHost, root, { random: random(1) });
  assert.equal(protocol, 'SFEW 2.0');
  assert.deepEqual(
    samples.map(({ split, group }) => [split, group]),
    [
      ['train', 'Airheads'],
      ['test', 'AboutABoy'],
    ],
  );
  assert.ok(notes.includes('Test: skipped, it has no class folders'));
  assert.ok(notes.includes('test: the validation set of SFEW, whose test labels are not public'));
});

test('the film is the group, whatever blanks its name has, and is in one of training and validation', async () => {
  const { samples } = await open(
    files(aligned, (split) => split),
    '',
    { valid: 0.2 },
  );
  const where = new Map<string, Set<string>>();
  for (const { group, split } of samples) where.set(group!, (where.get(group!) ?? new Set()).add(split));
  assert.deepEqual([...where.keys()].sort(), [...films].sort());
  for (const splits of where.values()) assert.ok(!(splits.has('train') && splits.has('valid')));
  assert.ok(samples.some(({ split }) => split === 'valid'));
});

test('knows no numbers', async () => {
  const { notes } = await open(
    { 'Train/Happy/a_1_2.png': png, 'Train/3/b_1_2.png': png, 'Val/Happy/c_1_2.png': png },
    '',
  );
  assert.ok(notes.includes('skipped 1 image of folder Train/3: not a class of SFEW'));
});

test('refuses folders without images, and another layout', async () => {
  await refuses(open({ 'Train/x.png': png, 'Val/y.png': png }, ''), 'data', /its class folders hold no images/);
  await refuses(
    open({ 'a/Train/Happy/b.png': png }, 'a'),
    'data',
    /as sfew: found Train\/; expected Train\/ and Val\//,
  );
});
