// Classes of different data sets: by name, by synonym, by a user's map; what has no partner is left out and counted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dataset, Split } from '../../src/data/dataset.ts';
import { classMap, mappedSamples } from '../../src/experiments/class-map.ts';

const model = ['neutral', 'happiness', 'anger', 'brow raise'];

test('the same name, a known synonym, and other writing are the same class', () => {
  assert.deepEqual(classMap(['anger', 'Joy', 'BROW_RAISE', 'angry'], model), [2, 1, 3, 2]);
});

test('what the model does not know has no place', () => {
  assert.deepEqual(classMap(['fear', 'neutral'], model), [undefined, 0]);
});

test('a map goes before names: to another class, to a synonym, or out', () => {
  const given = { bored: 'neutral', Happiness: 'angry', neutral: null };
  assert.deepEqual(classMap(['bored', 'happiness', 'neutral', 'anger'], model, given), [0, 2, undefined, 2]);
});

test('refuses a map to a class that the model does not know, with the nearest one', () => {
  assert.throws(() => classMap(['bored'], model, { bored: 'neutrall' }), {
    code: 'label',
    message: 'Cannot map class "bored" to "neutrall": the model knows neutral, happiness, anger, brow raise',
    hint: 'Did you mean "neutral"?',
  });
});

const faces = (split: Split, names: readonly string[], classes: readonly string[]): Dataset['samples'] =>
  names.map((name, index) => ({
    id: `${split}/${index}`,
    split,
    label: classes.indexOf(name),
    read: async () => ({ width: 1, height: 1, data: Uint8Array.of(index, 0, 0) }),
  }));

const classes = ['fear', 'anger', 'neutral'];
const dataset: Dataset = {
  name: 'other',
  classes,
  notes: [],
  samples: [
    ...faces('train', ['anger', 'fear'], classes),
    ...faces('test', ['neutral', 'fear', 'anger', 'fear'], classes),
  ],
};

test('gives faces the indices of the model, and counts those that are left out', async () => {
  const { samples, skipped, seen } = mappedSamples(model, dataset, 'test');
  assert.deepEqual(
    samples.map(({ id, label }) => [id, label]),
    [
      ['test/0', 0],
      ['test/2', 2],
    ],
  );
  assert.deepEqual([skipped, seen], [{ fear: 2 }, 0]);
  assert.equal((await samples[1]!.read()).data[0], 2);
});

test('leaves out and counts what the model was trained on', () => {
  const { samples, skipped, seen } = mappedSamples(model, dataset, 'all', {}, new Set(['train/0', 'train/1']));
  assert.deepEqual([samples.length, skipped, seen], [2, { fear: 3 }, 1]);
});

test('refuses a set without a class that the model knows, and returns nothing where all of it was seen', () => {
  assert.throws(() => mappedSamples(['awe'], dataset, 'test'), {
    code: 'data',
    message: /it has no face of awe, its classes are fear/,
  });
  const all = new Set(dataset.samples.map(({ id }) => id));
  const { samples, seen } = mappedSamples(model, dataset, 'train', {}, all);
  assert.deepEqual([samples.length, seen], [0, 1]);
});
