// Maps classes between data sets by name, synonym or a given map; unmatched classes are excluded and counted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dataset, Split } from '../../src/data/dataset.ts';
import { classMap, mappedSamples } from '../../src/experiments/class-map.ts';

const model = ['neutral', 'happiness', 'anger', 'brow raise'];

test('maps classes with the same name, a known synonym or another spelling', () => {
  assert.deepEqual(classMap(['anger', 'Joy', 'BROW_RAISE', 'angry'], model), [2, 1, 3, 2]);
});

test('classes that the model does not know are undefined', () => {
  assert.deepEqual(classMap(['fear', 'neutral'], model), [undefined, 0]);
});

test('a given map takes precedence over names', () => {
  const given = { bored: 'neutral', Happiness: 'angry', neutral: null };
  assert.deepEqual(classMap(['bored', 'happiness', 'neutral', 'anger'], model, given), [0, 2, undefined, 2]);
});

test('rejects a map to an unknown class and suggests the nearest one', () => {
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

test('labels faces with the model’s indices and counts those that are excluded', async () => {
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

test('excludes and counts faces that the model was trained on', () => {
  const { samples, skipped, seen } = mappedSamples(model, dataset, 'all', {}, new Set(['train/0', 'train/1']));
  assert.deepEqual([samples.length, skipped, seen], [2, { fear: 3 }, 1]);
});

test('rejects a set without known classes, and returns nothing if all of it was seen', () => {
  assert.throws(() => mappedSamples(['awe'], dataset, 'test'), {
    code: 'data',
    message: /its classes are fear.*; the model knows awe/,
  });
  const all = new Set(dataset.samples.map(({ id }) => id));
  const { samples, seen } = mappedSamples(model, dataset, 'train', {}, all);
  assert.deepEqual([samples.length, seen], [0, 1]);
});
