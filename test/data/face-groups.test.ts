import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { groupFaces, readFaceGroups } from '../../src/data/face-groups.ts';
import type { DataHost } from '../../src/data/host.ts';
import { refuses } from './refuses.ts';

const hostOf = (text: string): DataHost => ({
  list: async () => [],
  read: async () => new TextEncoder().encode(text),
  decode: async () => assert.fail('no image is needed'),
});
const read = (text: string) => readFaceGroups(hostOf(text), 'who.csv');
const refused = (text: string, message: RegExp) => refuses(read(text), 'data', message);

const ids = ['happy/1.png', 'happy/2.png', 'sad/1.png'];
const known = new Set([...ids, 'sad/in-training.png']);

suite('a groups file', () => {
  test('gives each face its group, for every attribute', async () => {
    const groups = await read('age,path,sex\nold,happy/1.png,f\n young , sad/1.png ,m\nold,happy/2.png,f\n');
    assert.deepEqual(groups.attributes, ['age', 'sex']);
    assert.deepEqual(groupFaces(groups, ids, known, 'who.csv'), {
      memberships: [
        { attribute: 'age', membership: ['old', 'old', 'young'] },
        { attribute: 'sex', membership: ['f', 'f', 'm'] },
      ],
      unknown: [],
      unnamed: 0,
    });
  });

  test('may be silent on a face, or on what it is', async () => {
    const groups = await read('id,age\nhappy/1.png,old\nhappy/2.png,\n');
    const { memberships, unnamed } = groupFaces(groups, ids, known, 'who.csv');
    assert.deepEqual(memberships[0]!.membership, ['old', undefined, undefined]);
    assert.equal(unnamed, 1);
  });

  test('may name faces of other splits; those that the data set has not at all are told', async () => {
    const groups = await read('path,age\nhappy/1.png,old\nsad/in-training.png,old\nx.png,old\ny.png,old\n');
    assert.deepEqual(groupFaces(groups, ids, known, 'who.csv').unknown, ['x.png', 'y.png']);
  });

  test('may write paths as Windows does, or from here on', async () => {
    const groups = await read('path,age\nhappy\\1.png,old\n./happy/2.png,young\n');
    const { memberships } = groupFaces(groups, ids, known, 'who.csv');
    assert.deepEqual(memberships[0]!.membership, ['old', 'young', undefined]);
  });

  test('is refused when it names none of the faces, with how they are named', async () => {
    const groups = await read('path,age\n1.png,old\n2.png,young\n');
    const error = await refuses(
      (async () => groupFaces(groups, ids, known, 'who.csv'))(),
      'data',
      /^Cannot group 3 faces by "who\.csv": it has 2 rows and none names one of them; its first is "1\.png"$/,
    );
    assert.equal(error.hint, 'The data set names its faces like "happy/1.png"');
  });

  test('is refused without a column for the face, or without one for a group', async () => {
    const error = await refused('file,age\n1.png,old\n', /line 1: columns are "file", "age"; expected "path" or "id"/);
    assert.equal(error.hint, 'For example: path,age,sex');
    await refused('path\n1.png\n', /columns are "path"; expected/);
    await refused('path,\n1.png,old\n', /columns are "path", ""; expected/);
    await refused('', /columns are none; expected/);
  });

  test('is refused for a row of another length and for a face that is named twice', async () => {
    await refused('path,age\n1.png\n', /line 2: it has 1 fields, the header has 2$/);
    await refused('path,age\n1.png,old\n\n./1.png,old\n', /line 4: "1\.png" is named in line 2 already$/);
  });
});
