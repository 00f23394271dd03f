import assert from 'node:assert/strict';
import test from 'node:test';
import { headlineOf } from '../../src/report/headline.ts';
import { sampleRun } from './sample-run.ts';

const run = sampleRun();
const only = (...names: readonly string[]) => ({
  evaluations: run.evaluations.filter(({ name }) => names.includes(name)),
});

test('puts the model chosen on validation on the front page, else the last one', () => {
  assert.equal(headlineOf(run).trained!.name, 'validation-selected');
  assert.equal(headlineOf(only('zero-shot', 'last', 'best-test-epoch')).trained!.name, 'last');
  assert.equal(headlineOf(only('zero-shot', 'another', 'best-test-epoch')).trained!.name, 'another');
});

test('never puts the epoch chosen on the test set there', () => {
  assert.equal(headlineOf(only('zero-shot', 'best-test-epoch')).trained!.name, 'zero-shot');
  assert.equal(headlineOf(only('best-test-epoch')).trained, undefined);
});

test('holds it against zero-shot on the same split, and zero-shot against nothing', () => {
  assert.equal(headlineOf(run).zeroShot!.name, 'zero-shot');
  const zeroShot = headlineOf(only('zero-shot'));
  assert.deepEqual([zeroShot.trained!.name, zeroShot.zeroShot], ['zero-shot', undefined]);
  const elsewhere = run.evaluations.map((row) => (row.name === 'zero-shot' ? { ...row, split: 'valid' } : row));
  assert.equal(headlineOf({ evaluations: elsewhere }).zeroShot, undefined);
});

test('prefers the test split', () => {
  const onValid = run.evaluations.map((row) => ({ ...row, split: 'valid' }));
  assert.equal(headlineOf({ evaluations: [...onValid, ...only('last').evaluations] }).trained!.name, 'last');
  assert.equal(headlineOf({ evaluations: onValid }).trained!.split, 'valid');
});
