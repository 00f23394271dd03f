import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ferplus } from '../../../src/data/readers/ferplus/ferplus.ts';
import { filesOf, memoryHost } from '../memory-host.ts';
import { refuses } from '../refuses.ts';

const pixels = (first: number) => [first, ...new Array(2303).fill(70)].join(' ');
const images = (...usages: string[]) =>
  `emotion,pixels,Usage\n${usages.map((usage, index) => `0,${pixels(index)},${usage}\n`).join('')}`;
const header = 'Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n';
const votes = [
  'Training,fer0000000.png,6,0,1,1,0,0,0,0,2,0',
  'Training,,0,0,0,0,0,0,0,0,0,10',
  'PublicTest,fer0028638.png,0,0,9,0,0,0,1,0,0,0',
  'PrivateTest,fer0032220.png,0,9,0,0,0,0,0,0,1,0',
].join('\n');
const usages = ['Training', 'Training', 'PublicTest', 'PrivateTest'];
const open = (labels: string, csv = images(...usages), duplicates: 'keep' | 'drop' = 'keep') =>
  ferplus(memoryHost(filesOf({ 'set/fer2013new.csv': labels, 'set/fer2013.csv': csv })), 'set', { duplicates });

test('joins votes and pixels row by row', async () => {
  const { classes, samples, notes, layout } = await open(header + votes);
  assert.equal(layout, 'votes of fer2013new.csv, pixels of fer2013.csv');
  assert.deepEqual(
    samples.map(({ id, split, label, votes: cast }) => [id, split, classes[label], cast]),
    [
      ['fer0000000.png', 'train', 'neutral', [6, 0, 1, 1, 0, 0, 0, 0]],
      ['fer0028638.png', 'valid', 'surprise', [0, 0, 0, 9, 1, 0, 0, 0]],
      ['fer0032220.png', 'test', 'happiness', [0, 9, 0, 0, 0, 0, 0, 0]],
    ],
  );
  assert.equal((await samples[1]!.read()).data[0], 2);
  assert.equal(notes[0], 'skipped 1 row without an image name, which FERPlus took out');
});

test('finds duplicates in another split by their pixels', async () => {
  const csv = images(...usages).replace(`0,${pixels(3)},PrivateTest`, `0,${pixels(0)},PrivateTest`);
  const kept = await open(header + votes, csv);
  assert.match(kept.notes.join('\n'), /train: kept 1 image that has an exact duplicate in another split/);
  assert.equal((await open(header + votes, csv, 'drop')).samples.length, 2);
});

test('refuses rows that do not belong together', async () => {
  await refuses(
    open(header + votes, images('Training')),
    'data',
    /4 rows of votes and 1 of pixels; expected equal numbers/,
  );
  await refuses(
    open(header + votes, images('Training', 'Training', 'Training', 'PrivateTest')),
    'data',
    /fer2013new.csv" line 4: Usage is "PublicTest", and that row of fer2013.csv is for train$/,
  );
  await refuses(
    open(header + votes.replace(',6,', ',x,')),
    'label',
    /line 2: neutral votes are "x"; expected a whole number/,
  );
  await refuses(open('Usage,neutral\n'), 'data', /no column "Image name", "happiness"/);
});
