import assert from 'node:assert/strict';
import test from 'node:test';
import { headlineOf } from '../../src/report/headline.ts';
import { sampleRun } from './sample-run.ts';

const run = sampleRun();
const only = (...names: readonly string[]) => ({
  evaluations: run.evaluations.filter(({ name }) => names.includes(name)),
});

test('the headline is the model selected on validation, else the last one', () => {
  assert.equal(headlineOf(run).trained!.name, 'validation-selected');
  assert.equal(headlineOf(only('zero-shot', 'last', 'best-test-epoch')).trained!.name, 'last');
  assert.equal(headlineOf(only('zero-shot', 'another', 'best-test-epoch')).trained!.name, 'another');
});

test('the headline is never the epoch selected on the test set', () => {
  assert.equal(headlineOf(only('zero-shot', 'best-test-epoch')).trained!.name, 'zero-shot');
  assert.equal(headlineOf(only('best-test-epoch')).trained, undefined);
});

test('the baseline is zero-shot on the same split, and zero-shot itself has none', () => {
  assert.equal(headlineOf(run).zeroShot!.name, 'zero-shot');
  const zeroShot = headlineOf(only('zero-shot'));
  assert.deepEqual([zeroShot.trained!.name, zeroShot.zeroShot], ['zero-shot', undefined]);
  const elsewhere = run.evaluations.map((row) => (row.name === 'zero-shot' ? { ...row, split: 'valid' } : row));
  assert.equal(headlineOf({ evaluations: elsewhere }).zeroShot, undefined);
});

test('the headline prefers the test split', () => {
  const onValid = run.evaluations.map((row) => ({ ...row, split: 'valid' }));
  assert.equal(headlineOf({ evaluations: [...onValid, ...only('last').evaluations] }).trained!.name, 'last');
  assert.equal(headlineOf({ evaluations: onValid }).trained!.split, 'valid');
});
