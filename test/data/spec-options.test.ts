import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atPath, parseSpec, specOptions, withoutPaths } from '../../src/data/spec-options.ts';

const optionsOf = (query: string) => specOptions(parseSpec(`ck48:faces?${query}`));

test('splits kind, path and options', () => {
  assert.deepEqual(parseSpec('ferplus:/data/fer+?rule=argmax&duplicates=drop'), {
    kind: 'ferplus',
    path: '/data/fer+',
    options: new Map([
      ['rule', 'argmax'],
      ['duplicates', 'drop'],
    ]),
  });
  assert.deepEqual(parseSpec('synthetic:?count=3').path, '');
});

test('leaves Windows paths whole', () => {
  assert.equal(parseSpec('folder:C:\\my faces').path, 'C:\\my faces');
  assert.equal(parseSpec('folder:C:\\my faces?valid=0.2').path, 'C:\\my faces');
});

test('takes the last question mark, so that a path may hold one', () => {
  assert.equal(parseSpec('folder:/who?/faces?test=0').path, '/who?/faces');
});

test('refuses an option without a value and one given twice', () => {
  assert.throws(() => parseSpec('ck48:faces?fold'), { code: 'usage', message: /"fold".*expected name=value/ });
  assert.throws(() => parseSpec('ck48:faces?fold=1&fold=2'), /option "fold" is given twice/);
});

test('reads whole numbers, numbers, choices and texts, or their defaults', () => {
  const options = optionsOf('fold=2&valid=0.25&rule=b&group=_');
  assert.equal(options.integer('fold', 0, 4, 0), 2);
  assert.equal(options.number('valid', 0, 0.9, 0.1), 0.25);
  assert.equal(options.choice('rule', ['a', 'b'], 'a'), 'b');
  assert.equal(options.text('group'), '_');
  assert.equal(options.integer('folds', 2, 50, 5), 5);
  options.finish();
});

test('refuses a value of the wrong kind or out of its range, and says what is needed', () => {
  for (const fold of ['1.5', 'x', '', '5', '-1', 'Infinity']) {
    assert.throws(() => optionsOf(`fold=${fold}`).integer('fold', 0, 4, 0), /expected a whole number from 0 to 4/);
  }
  assert.throws(() => optionsOf('valid=2').number('valid', 0, 0.9, 0), /ck48 option valid=2: expected a number from 0/);
  assert.throws(() => optionsOf('rule=c').choice('rule', ['a', 'b'], 'a'), /rule=c: expected one of a, b/);
});

test('refuses an option that nobody reads and names the near one', () => {
  const options = optionsOf('fodl=2');
  options.integer('fold', 0, 4, 0);
  assert.throws(() => options.finish(), {
    code: 'usage',
    message: 'Cannot open a ck48 dataset with option "fodl": expected one of fold',
    hint: 'Did you mean fold?',
  });
});

test('a SPEC without its path holds no path, and opens the same at another', () => {
  const told = (spec: string) => withoutPaths(parseSpec(spec));
  assert.equal(told('ck48:/home/me/CK+48?fold=1&valid=0.2'), 'ck48:?fold=1&valid=0.2');
  assert.equal(told('folder:C:\\faces'), 'folder:');
  assert.equal(told('csv:faces.csv?images=/home/me/faces&valid=0.2'), 'csv:?valid=0.2');
  assert.equal(told('csv:faces.csv?images=D:\\faces'), 'csv:');
  assert.equal(atPath('ck48:?fold=1', 'D:/CK+48'), 'ck48:D:/CK+48?fold=1');
  assert.equal(atPath('folder:', '$&'), 'folder:$&');
});
