// Class names in descriptions, by their own and by other words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedClass } from '../../src/descriptions/named-class.ts';
import { defaultDescriptions } from '../../src/method/default-descriptions.ts';

const classes = ['happiness', 'anger', 'brow_raise', 'awe'];

test('finds a class by its name, whatever its case and marks', () => {
  assert.equal(namedClass('a look of Anger, lips tight', classes), 'anger');
  assert.equal(namedClass('the ANGER-filled stare', classes), 'anger');
});

test('finds an expression by other words for it', () => {
  assert.equal(namedClass('a happy open face', classes), 'happiness');
  assert.equal(namedClass('the eyes look angry', classes), 'anger');
});

test('finds a name of several words as a whole', () => {
  assert.equal(namedClass('a brow raise above wide eyes', classes), 'brow_raise');
  assert.equal(namedClass('the brow is raised', classes), undefined);
});

test('finds no name within another word', () => {
  assert.equal(namedClass('awesome dangerous eyes', classes), undefined);
});

test('takes a smile for something seen, not for a name', () => {
  assert.equal(namedClass('a wide smile, smiling eyes', classes), undefined);
});

test('finds none in the descriptions that ship', () => {
  const names = Object.keys(defaultDescriptions);
  for (const sentence of Object.values(defaultDescriptions).flat()) {
    assert.equal(namedClass(sentence, names), undefined, sentence);
  }
});
