// Few shots: nested, the same for everybody, from as many people as possible, and never from the test split.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsPerClass, type Dataset, ofSplit } from '../../src/data/dataset.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { drawShots } from '../../src/data/shots.ts';
import { nodeDataHost } from '../../src/platform/node/files/data-host.ts';
import { memoryHost } from './memory-host.ts';
import { refuses } from './refuses.ts';

const open = (options: string) => openDataset(`synthetic:?count=320${options}`, nodeDataHost);
const ids = (dataset: Dataset, split: 'train' | 'valid' | 'test') => ofSplit(dataset, split).map(({ id }) => id);

test('each class has that many training faces, at most four for validation, and all of test', async () => {
  const [whole, few] = [await open(''), await open('&shots=16')];
  assert.deepEqual(countsPerClass(few, 'train'), new Array(8).fill(16));
  assert.deepEqual(countsPerClass(few, 'valid'), new Array(8).fill(4));
  assert.deepEqual(ids(few, 'test'), ids(whole, 'test'));
  assert.deepEqual(countsPerClass(await open('&shots=2'), 'valid'), new Array(8).fill(2));
  assert.equal(ids(await open('&shots=16&shotsValid=0'), 'valid').length, 0);
});

test('fewer shots are among more', async () => {
  const more = new Set([...ids(await open('&shots=8'), 'train'), ...ids(await open('&shots=8'), 'valid')]);
  const few = await open('&shots=4');
  for (const id of [...ids(few, 'train'), ...ids(few, 'valid')]) assert.ok(more.has(id), id);
});

test('the draw depends on its own seed and on names, not on the order of the samples', async () => {
  const whole = await open('');
  const rules = { shots: 3, shotsSeed: 1, shotsValid: 3 };
  const turned = { ...whole, samples: whole.samples.toReversed() };
  assert.deepEqual(ids(drawShots(turned, rules), 'train').sort(), ids(drawShots(whole, rules), 'train').sort());
  assert.notDeepEqual(ids(await open('&shots=3&shotsSeed=2'), 'train'), ids(await open('&shots=3'), 'train'));
  assert.deepEqual(ids(await open('&shots=3&shotsSeed=1'), 'train'), ids(await open('&shots=3'), 'train'));
});

test('one face of each person comes before a second of anyone', () => {
  const face = (person: string, number: number) => ({
    id: `happy/${person}-${number}.png`,
    split: 'train' as const,
    label: 0,
    group: person,
    read: () => Promise.reject(new Error('not read')),
  });
  const samples = ['a', 'b', 'c'].flatMap((person) => [1, 2, 3, 4, 5].map((number) => face(person, number)));
  const dataset: Dataset = { name: 'people', classes: ['happiness'], samples, notes: [] };
  for (const shotsSeed of [1, 2, 3, 4, 5]) {
    const drawn = drawShots(dataset, { shots: 3, shotsSeed, shotsValid: 0 });
    assert.deepEqual(drawn.samples.map(({ group }) => group).sort(), ['a', 'b', 'c']);
  }
  assert.match(
    drawShots(dataset, { shots: 3, shotsSeed: 1, shotsValid: 0 }).notes.join(),
    /3 of 15 training faces of 3 people/,
  );
});

test('a class with fewer faces keeps all, and a note says so', async () => {
  const files = ['happy/1', 'happy/2', 'happy/3', 'angry/1'].map((name) => [`train/${name}.png`, ''] as const);
  const tests = ['happy/9', 'angry/9'].map((name) => [`test/${name}.png`, ''] as const);
  const dataset = await openDataset('folder:.?valid=0&shots=2', memoryHost([...files, ...tests]));
  assert.deepEqual(countsPerClass(dataset, 'train'), [2, 1]);
  assert.match(
    dataset.notes.join('\n'),
    /shots=2: drew 3 of 4 training faces and 0 of 0 validation faces, shotsSeed=1/,
  );
  assert.match(dataset.notes.join('\n'), /fewer training faces: anger 1/);
});

test('bad values are named, and options that would do nothing are refused', async () => {
  await refuses(open('&shots=0'), 'usage', /shots=0: expected a whole number from 1/);
  await refuses(open('&shots=2.5'), 'usage', /shots=2.5: expected a whole number/);
  await refuses(open('&shots='), 'usage', /shots=: expected a whole number/);
  await refuses(open('&shots=4&shotsValid=5'), 'usage', /shotsValid=5: expected a whole number from 0 to 4/);
  await refuses(open('&shots=4&shotsSeed=-1'), 'usage', /shotsSeed=-1: expected a whole number/);
  await refuses(open('&shotsSeed=2'), 'usage', /Cannot apply shotsSeed=2 without shots/);
  await refuses(open('&shotsValid=2'), 'usage', /Cannot apply shotsValid=2 without shots/);
  const tests = memoryHost([
    ['test/happy/1.png', ''],
    ['test/angry/1.png', ''],
  ]);
  await refuses(openDataset('folder:.?shots=2', tests), 'data', /no training faces/);
});
