import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { NamedPredictions } from '../../src/evaluate/predictions-file.ts';
import { sameFaces } from '../../src/evaluate/same-faces.ts';
import { refuses } from '../data/refuses.ts';

const ours: NamedPredictions = {
  name: 'ours',
  ids: ['a', 'b', 'c'],
  labels: ['joy', 'fear', 'joy'],
  predicted: ['joy', 'joy', 'joy'],
};
const theirs: NamedPredictions = {
  name: 'theirs',
  ids: ['c', 'a', 'b'],
  labels: ['joy', 'joy', 'fear'],
  predicted: ['awe', 'joy', 'fear'],
  groups: ['S3', 'S1', 'S2'],
};

suite('faces of two models', () => {
  test('are brought into one order, and their classes under one numbering', () => {
    const { ids, classes, labels, first, second, groups } = sameFaces(ours, theirs);
    const names = (columns: ArrayLike<number>) => Array.from(columns, (column) => classes[column]);
    assert.deepEqual(ids, ['a', 'b', 'c']);
    assert.deepEqual(
      [names(labels), names(first), names(second)],
      [
        ['joy', 'fear', 'joy'],
        ['joy', 'joy', 'joy'],
        ['joy', 'fear', 'awe'],
      ],
    );
    assert.deepEqual(groups, ['S1', 'S2', 'S3'], 'told by one of them is enough');
    assert.equal(sameFaces(ours, ours).groups, undefined);
  });

  test('are refused where one has faces that the other has not, with counts and names', async () => {
    const other = { ...theirs, ids: ['c', 'x', 'y'] };
    const error = await refuses(
      (async () => sameFaces(ours, other))(),
      'data',
      /^Cannot compare "ours" with "theirs": they are not of the same faces: 2 are only in the first \(such as "a"\), 2 only in the second \(such as "x"\)$/,
    );
    assert.match(error.hint!, /same data and split/);
    const fewer = { ...ours, ids: ['a', 'b'], labels: ['joy', 'fear'], predicted: ['joy', 'joy'] };
    await refuses((async () => sameFaces(ours, fewer))(), 'data', /faces: 1 are only in the first \(such as "c"\)$/);
    await refuses((async () => sameFaces(fewer, ours))(), 'data', /faces: 1 are only in the second \(such as "c"\)$/);
  });

  test('are refused where their labels differ', async () => {
    await refuses(
      (async () => sameFaces(ours, { ...theirs, labels: ['joy', 'awe', 'fear'] }))(),
      'data',
      /1 of 3 faces have different labels, such as "a": "joy" and "awe"$/,
    );
  });

  test('names: faces whose names differ only in how an accented letter is stored are the same', () => {
    const [composed, decomposed] = [
      { ...ours, ids: ['a', 'b', 'Zo\u00eb'] },
      { ...ours, ids: ['Zoe\u0308', 'a', 'b'] },
    ];
    const labels = ['joy', 'joy', 'fear'];
    const { ids, second } = sameFaces(composed, { ...decomposed, labels, predicted: ['fear', 'joy', 'joy'] });
    assert.deepEqual(
      [ids, second],
      [
        ['a', 'b', 'Zo\u00eb'],
        [1, 1, 0],
      ],
    );
  });

  test('names: a predicted class that no face has is reported with its count', () => {
    assert.deepEqual(sameFaces(ours, theirs).notes, [
      '"theirs" predicts a class that no face is labelled with, for 1 face: "awe" (1)',
    ]);
    const stray = { ...ours, predicted: ['smirk', 'joi', 'smirk'] };
    assert.deepEqual(sameFaces(ours, stray).notes, [
      '"ours" predicts classes that no face is labelled with, for 3 faces: "smirk" (2), "joi" (1)',
    ]);
    assert.deepEqual(sameFaces(ours, ours).notes, []);
  });
});
