import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../src/core/random.ts';
import { ck48 } from '../../../src/data/readers/smaller/ck48.ts';
import { nodeDataHost } from '../../../src/platform/node/files/data-host.ts';
import { refuses } from '../refuses.ts';
import { greyPng, tempFolder } from '../temp-folder.ts';

const png = await greyPng(90);
const folders = ['anger', 'contempt', 'disgust', 'fear', 'happy', 'sadness', 'surprise'];

/** 20 subjects with a sequence of three frames in each of three classes, named as in the set. */
const layout = (prefix = ''): Record<string, Uint8Array> => {
  const files: Record<string, Uint8Array> = {};
  for (let subject = 0; subject < 20; subject++) {
    for (let sequence = 0; sequence < 3; sequence++) {
      const folder = folders[(subject + sequence * 2) % 7]!;
      for (let frame = 0; frame < 3; frame++) {
        const name = `S0${10 + subject}_00${sequence}_0000001${frame}.png`;
        files[`${prefix}${folder}/${name}`] = png;
      }
    }
  }
  return files;
};
const open = (root: string, options: Partial<Parameters<typeof ck48>[2]> = {}) =>
  ck48(nodeDataHost, root, { random: random(1), ...options });

test('reads the seven classes with the subject of each image', async (t) => {
  const { classes, samples, notes } = await open(await tempFolder(t, layout()));
  assert.deepEqual(classes, ['happiness', 'sadness', 'surprise', 'fear', 'disgust', 'anger', 'contempt']);
  assert.equal(samples.length, 180);
  const one = samples.find(({ id }) => id === 'anger/S010_000_00000010.png')!;
  assert.equal(classes[one.label], 'anger');
  assert.equal(one.group, 'S010');
  assert.match(notes[0]!, /^counts differ from the published ones of CK\+48: all 180 of 981 \(happiness \d+ of 207, /);
  assert.equal(notes.at(-1), 'fold 0 of 5 is the test split: 20 subjects, none of them in two splits');
});

test('no subject is in two splits, and every image is tested in exactly one fold', async (t) => {
  const root = await tempFolder(t, layout());
  const tested: string[] = [];
  for (let fold = 0; fold < 4; fold++) {
    const { samples } = await open(root, { folds: 4, fold });
    const where = new Map<string, Set<string>>();
    for (const { group, split } of samples) where.set(group!, (where.get(group!) ?? new Set()).add(split));
    assert.ok([...where.values()].every((found) => found.size === 1));
    for (const split of ['train', 'valid', 'test'])
      assert.ok(
        samples.some((sample) => sample.split === split),
        split,
      );
    tested.push(...samples.filter(({ split }) => split === 'test').map(({ id }) => id));
  }
  assert.equal(tested.length, 180);
  assert.equal(new Set(tested).size, 180);
});

test('opens the folder around the class folders', async (t) => {
  const { samples } = await open(await tempFolder(t, layout('CK+48/')));
  assert.equal(samples.length, 180);
  assert.ok(samples[0]!.id.startsWith('anger/'));
});

test('leaves a folder of another class out and counts it', async (t) => {
  const { classes, notes } = await open(await tempFolder(t, { ...layout(), 'neutral/S010_009_00000001.png': png }));
  assert.equal(classes.length, 7);
  assert.ok(notes.includes('skipped 1 image of folder neutral: not a class of CK+48'));
});

test('refuses a set that lacks a class', async (t) => {
  const files = Object.fromEntries(Object.entries(layout()).filter(([name]) => !name.startsWith('contempt')));
  await refuses(
    open(await tempFolder(t, files)),
    'data',
    /as ck48: found anger\/, .* expected a folder for each of happiness/,
  );
});

test('refuses an empty class folder', async (t) => {
  const files = Object.fromEntries(Object.entries(layout()).filter(([name]) => !name.startsWith('fear')));
  await refuses(open(await tempFolder(t, { ...files, 'fear/': png })), 'data', /class folder "fear" has no images/);
});

test('refuses a fold that is not there', async (t) => {
  await refuses(
    open(await tempFolder(t, layout()), { folds: 4, fold: 4 }),
    'usage',
    /fold 4 of 4 folds: .* the last is 3/,
  );
});
