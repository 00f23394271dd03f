// A class that is removed takes its labels along, and brings them back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { removeClass, restoreClass, withKnownLabels } from '../../../web/src/rooms/teach/remove-class.ts';

const project = {
  name: 'Mine',
  classes: ['calm', 'glad', 'wink'].map((name) => ({ name, description: `looks ${name}` })),
};
const face = (path: string, label: string | undefined, votes: Readonly<Record<string, string>> = {}) => ({
  path,
  label,
  votes,
});
const faces = [
  face('a', 'calm'),
  face('b', 'glad', { first: 'glad', second: 'glad' }),
  face('c', undefined, { first: 'glad', second: 'wink' }),
  face('d', 'not-a-face'),
];

test('faces of a removed class lose its label and votes, and nothing else', () => {
  const without = removeClass({ project, faces }, 'glad');
  assert.deepEqual(
    without.project.classes.map(({ name }) => name),
    ['calm', 'wink'],
  );
  assert.deepEqual(without.faces, [faces[0], face('b', undefined), face('c', undefined, { second: 'wink' }), faces[3]]);
});

test('taken back, class, description, place, labels and votes are as they were', () => {
  const { removed, ...without } = removeClass({ project, faces }, 'glad');
  assert.deepEqual(restoreClass(without, removed), { project, faces });
});

test('what was said and removed since then stays', () => {
  const { removed, ...without } = removeClass({ project, faces }, 'glad');
  const since = [face('b', 'wink', { first: 'wink' }), ...without.faces.slice(2)];
  const { faces: again } = restoreClass({ project: without.project, faces: since }, removed);
  assert.deepEqual(again, [
    face('b', 'wink', { first: 'wink', second: 'glad' }),
    face('c', undefined, { first: 'glad', second: 'wink' }),
    faces[3],
  ]);
});

test('a face that names a class which is gone has no label', () => {
  assert.deepEqual(withKnownLabels(face('a', 'calm', { first: 'glad' }), project.classes.slice(1)), {
    ...face('a', undefined, { first: 'glad' }),
  });
});
