// Each check of an answer, and which comes first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultOf, type Rules, sameWords } from '../../src/descriptions/fault.ts';

const rules: Rules = {
  classes: ['anger', 'joy ride'],
  tokens: (_, description) => 4 + description.split(' ').length,
  positions: 16,
  withoutNames: false,
  anyLanguage: false,
};
const good = 'lowered eyebrows and lips pressed together';
const fault = (description: string, options: Partial<Rules> & { finish?: string; taken?: [string, string][] } = {}) => {
  const { finish = 'stop', taken = [], ...changed } = options;
  return faultOf('anger', { finish }, description, { ...rules, ...changed }, new Map(taken));
};

test('finds nothing wrong with a good answer', () => {
  assert.equal(fault(good), undefined);
  assert.equal(fault(good, { finish: 'other' }), undefined);
});

test('finds an answer empty, of one word, or without words', () => {
  assert.deepEqual(fault(''), { kind: 'empty', found: 'is empty' });
  assert.deepEqual(fault('?!'), { kind: 'empty', found: 'is empty' });
  assert.deepEqual(fault('eyebrows'), { kind: 'empty', found: 'is a single word' });
});

test('finds an answer cut off, even where what is left would do', () => {
  assert.equal(fault(good, { finish: 'length' })?.kind, 'cut-off');
  assert.equal(fault('', { finish: 'length' })?.kind, 'cut-off');
});

test('finds refusals of the model and of its filter', () => {
  assert.equal(fault("I'm sorry, but I can't judge the face of a person")?.kind, 'refusal');
  assert.equal(fault('As an AI with no eyes I see no face')?.kind, 'refusal');
  assert.equal(fault('', { finish: 'content-filter' })?.kind, 'refusal');
});

test('finds another language, unless any may be spoken', () => {
  assert.equal(fault('gesenkte Augenbrauen und schmale Lippen')?.kind, 'language');
  assert.equal(fault('gesenkte Augenbrauen und schmale Lippen', { anyLanguage: true }), undefined);
});

test('finds a class named, where none may be', () => {
  const named = 'lowered eyebrows and lips of anger';
  assert.equal(fault(named), undefined);
  assert.deepEqual(fault(named, { withoutNames: true }), { kind: 'names', found: 'names "anger"' });
  assert.equal(fault('the lips of a joy ride', { withoutNames: true })?.found, 'names "joy ride"');
});

test('counts tokens of the whole hard prompt, and takes one that just fits', () => {
  const words = (count: number) => Array.from({ length: count }, () => 'eyes').join(' ');
  assert.equal(fault(words(12)), undefined);
  assert.deepEqual(fault(words(13)), {
    kind: 'too-long',
    found: 'makes a hard prompt of 17 tokens, the model takes 16',
  });
});

test('finds what another answer says already, whatever its marks and case', () => {
  const taken: [string, string][] = [[sameWords('Lowered eyebrows, and lips -- pressed together!'), 'fear']];
  assert.deepEqual(fault(good, { taken }), { kind: 'duplicate', found: 'says what another answer for "fear" says' });
  assert.equal(fault(`${good} hard`, { taken }), undefined);
});
