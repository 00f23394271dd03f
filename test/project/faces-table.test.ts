import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ErrorCode, MpaferError } from '../../src/core/errors.ts';
import { consentFor } from '../../src/project/consent.ts';
import { faceGroups } from '../../src/project/face-groups.ts';
import type { FaceRecord } from '../../src/project/face-record.ts';
import { readFaces, writeFaces } from '../../src/project/faces-table.ts';
import { forgetPerson } from '../../src/project/forget.ts';
import { newProject, type Project } from '../../src/project/project-file.ts';
import { consensus, votesFor } from '../../src/project/votes.ts';

const person = (id: string) => ({ id, name: '', attributes: {} });
const project: Project = {
  ...newProject('Mine', [{ name: 'happiness' }, { name: 'wink' }]),
  people: [{ ...person('ann'), consent: { state: 'given', date: '2026-11-30', purpose: '' } }, person('bob')],
  coders: ['first', 'second'],
};

const read = (text: string) => readFaces(text, project, 'faces.csv');
const refused = (text: string, code: ErrorCode, message: RegExp) =>
  assert.throws(
    () => read(text),
    (error) => {
      assert.ok(error instanceof MpaferError && error.code === code, String(error));
      assert.match(error.message, message);
      return true;
    },
  );

test('faces are read as they were written', () => {
  const faces: FaceRecord[] = [
    { path: 'faces/a.png', votes: {} },
    {
      path: 'faces/b.webp',
      label: 'wink',
      person: 'ann',
      burst: '=burst, "1"',
      source: '-dash.jpg',
      time: 1.25,
      box: { x: 1.5, y: -2, width: 30, height: 31 },
      consent: 'refused',
      votes: { first: 'wink', second: 'not-a-face' },
    },
  ];
  const text = writeFaces(faces, project);
  assert.deepEqual(read(text), faces);
  assert.equal(text.split('\r\n')[0], 'path,label,person,burst,source,time,box,consent,coder:first,coder:second');
});

test('a table of paths and labels alone is enough, and may come from a spreadsheet', () => {
  assert.deepEqual(read('\uFEFFPath,Label\r\nfaces/a.png,wink\r\n'), [
    { path: 'faces/a.png', label: 'wink', votes: {} },
  ]);
});

test('refuses columns that would be lost', () => {
  refused('label\nwink\n', 'data', /no column "path"/);
  refused('path,lable\n', 'data', /there is no column "lable" in a project/);
  refused('path,coder:third\n', 'data', /of a coder that project.json does not name/);
  refused('path,label,label\n', 'data', /the column "label" is there twice/);
  refused('', 'data', /no column "path"/);
});

test('refuses rows by line, and counts the others', () => {
  refused('path,label\nfaces/a.png,wnik\n', 'label', /line 2: the label is "wnik"; expected one of happiness, wink/);
  refused('path,coder:first\nfaces/a.png,wnik\n', 'label', /the vote of first is "wnik"/);
  refused('path\nfaces/a.png\nfaces/A.png\n', 'data', /line 3: the path "faces\/A.png" is there a second time/);
  refused(
    'path,person\nfaces/a.png,eve\nfaces/b.png,eve\n',
    'data',
    /line 2: the person "eve" is not .*\(and 1 more bad line after it\)/,
  );
  refused('path,time\nfaces/a.png,-1\n', 'data', /the time is "-1"/);
  refused('path,box\nfaces/a.png,1 2 0 4\n', 'data', /the box is "1 2 0 4"/);
  refused('path,consent\nfaces/a.png,maybe\n', 'data', /consent is "maybe"/);
});

test('refuses paths outside of faces/', () => {
  for (const path of [
    '../a.png',
    'faces/../a.png',
    '/etc/a.png',
    'faces/x/a.png',
    'faces\\a.png',
    'faces/a.svg',
    'faces/.a.png',
    'a.png',
  ]) {
    refused(`path\n${path}\n`, 'data', /the path is/);
  }
});

test('groups join people and bursts, however they are chained', () => {
  const face = (who?: string, burst?: string) => ({ person: who, burst });
  const faces = [
    face('ann', 'b1'),
    face('bob', 'b1'),
    face('bob', 'b2'),
    face(undefined, 'b2'),
    face('cat', 'b3'),
    face(),
  ];
  const groups = faceGroups(faces);
  assert.equal(new Set(groups.slice(0, 4)).size, 1);
  assert.notEqual(groups[4], groups[0]);
  assert.equal(groups[5], undefined);
  assert.deepEqual(faceGroups([...faces].reverse()).reverse(), groups, 'the order of faces does not matter');
});

test('a tie of coders stays one', () => {
  assert.equal(consensus({ a: 'wink', b: 'wink', c: 'happiness' }), 'wink');
  assert.equal(consensus({ a: 'wink', b: 'happiness' }), undefined);
  assert.equal(consensus({}), undefined);
  const classes = ['happiness', 'wink'];
  assert.deepEqual(votesFor({ path: '', label: 'wink', votes: { a: 'wink', b: 'happiness' } }, classes), [1, 1]);
  assert.deepEqual(votesFor({ path: '', label: 'wink', votes: {} }, classes), [0, 1]);
});

test('consent is the face\u2019s own, else its person\u2019s', () => {
  const face = (own: Partial<FaceRecord>): FaceRecord => ({ path: 'faces/a.png', votes: {}, ...own });
  assert.equal(consentFor(face({ person: 'ann' }), project), 'given');
  assert.equal(consentFor(face({ person: 'ann', consent: 'refused' }), project), 'refused');
  assert.equal(consentFor(face({ person: 'bob' }), project), undefined);
});

test('a forgotten person takes their faces along, and no one else\u2019s', () => {
  const face = (path: string, who?: string, burst?: string): FaceRecord => ({ path, person: who, burst, votes: {} });
  const faces = [
    face('1', 'ann', 'x'),
    face('2', undefined, 'x'),
    face('3', 'bob', 'y'),
    face('4', 'ann', 'y'),
    face('5', undefined, 'y'),
  ];
  const left = forgetPerson(project, faces, 'ann');
  assert.deepEqual(left.removed, ['1', '2', '4']);
  assert.deepEqual(
    left.faces.map(({ path }) => path),
    ['3', '5'],
  );
  assert.deepEqual(
    left.project.people.map(({ id }) => id),
    ['bob'],
  );
});
