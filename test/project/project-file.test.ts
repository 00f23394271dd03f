import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MpaferError } from '../../src/core/errors.ts';
import { newProject, readProject, writeProject } from '../../src/project/project-file.ts';

const refused = (value: unknown, message: RegExp, hint?: RegExp) =>
  assert.throws(
    () => readProject(typeof value === 'string' ? value : JSON.stringify(value), 'project.json'),
    (error) => {
      assert.ok(error instanceof MpaferError, String(error));
      assert.equal(error.code, 'data');
      assert.match(error.message, message);
      if (hint) assert.match(error.hint ?? '', hint);
      return true;
    },
  );

const least = { format: 'mpafer-project', version: 1, name: 'Mine' };

test('a project is read as it was written', () => {
  const project = {
    ...newProject('Mine', [{ name: 'happiness', description: 'lip corners up' }, { name: 'wink' }]),
    people: [
      {
        id: 'ann',
        name: 'Ann',
        consent: { state: 'given' as const, date: '2026-11-30', purpose: 'a course' },
        attributes: { age: 'adult' },
      },
    ],
    coders: ['first', 'second'],
  };
  assert.deepEqual(readProject(writeProject(project), 'project.json'), project);
  assert.equal(writeProject(project), writeProject(readProject(writeProject(project), 'a')));
});

test('what is absent has its default', () => {
  const { classes, people, coders } = readProject(JSON.stringify(least), 'project.json');
  assert.deepEqual([classes, people, coders], [[], [], []]);
});

test('names are compared in composed Unicode', () => {
  const { classes } = readProject(JSON.stringify({ ...least, classes: [{ name: 'ge\u0301ne' }] }), 'project.json');
  assert.equal(classes[0]!.name, 'g\u00e9ne');
});

test('refuses what is no project, and says why', () => {
  refused('{', /^Cannot read "project.json": it is no JSON/);
  refused([], /its format is missing/);
  refused({ ...least, format: 'other' }, /its format is "other"; expected "mpafer-project"/);
  refused({ ...least, classes: [{ name: 'a' }, { name: 'a' }] }, /the class "a" is there twice/);
  refused({ ...least, classes: [{ name: 'not-a-face' }] }, /"not-a-face" is no class/);
  refused({ ...least, classes: [{ name: ' ' }] }, /classes\.0\.name/);
  refused({ ...least, people: [{ id: 'a' }, { id: 'a' }] }, /the person "a" is there twice/);
  refused(
    { ...least, people: [{ id: 'a', consent: { state: 'maybe', date: '2026-11-30' } }] },
    /people\.0\.consent\.state/,
  );
  refused({ ...least, people: [{ id: 'a', consent: { state: 'given', date: 'today' } }] }, /expected a day/);
  refused({ ...least, name: 'two\nlines' }, /expected a name on one line/);
  refused({ ...least, clases: [] }, /clases/);
});

test('refuses a newer version by name', () => {
  refused(
    { ...least, version: 2, shelves: [] },
    /it is of version 2; this program reads up to version 1/,
    /Update mpafer/,
  );
});
