import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float32 } from '../../src/core/array.ts';
import { epochRecordSchema } from '../../src/evaluate/epoch-record.ts';
import type { Evaluation } from '../../src/metrics/evaluation.ts';
import { epochSummary } from '../../src/train/epoch-summary.ts';
import { newState, type RunState } from '../../src/train/run-state.ts';

const start = { context: float32([3, 0], [1, 1, 2]), visual: float32([0, 2], [1, 1, 2]) };
const state: RunState = {
  ...newState(start),
  prompts: { context: float32([3, 4], [1, 1, 2]), visual: float32([0, 3], [1, 1, 2]) },
  sums: { images: 10, steps: 4, correct: 7, losses: { loss: 25, classification: 5 }, normContext: 8, normVisual: 2 },
  epoch: 2,
  step: 12,
};

const nothing = { valid: undefined, alignment: undefined, words: [] };

test('an epoch record holds means: losses over images, gradients over steps', () => {
  const record = epochSummary(start, state, 0.1, nothing);
  const { loss, classification, trainWar, gradientNormContext, gradientNormVisual } = record;
  assert.deepEqual([record.epoch, record.step, record.learningRate], [3, 12, 0.1]);
  assert.deepEqual([loss, classification, trainWar], [2.5, 0.5, 0.7]);
  assert.deepEqual([gradientNormContext, gradientNormVisual], [2, 0.5]);
  assert.ok(!('tokenAlignment' in record) && !('valid' in record), 'what was not there is absent');
  epochRecordSchema.parse(record);
});

test('drift is the distance from the start, relative to its length', () => {
  const { contextNorm, contextDrift, visualNorm, visualDrift } = epochSummary(start, state, 0.1, nothing);
  assert.deepEqual([contextNorm, visualNorm], [5, 3]);
  assert.deepEqual([contextDrift, visualDrift], [4 / 3, 0.5]);
});

test('scores on the test split are kept beside those of validation, where they were taken', () => {
  const test = { n: 5, war: 0.6, uar: 0.5, nll: 1.1, ece: 0.2 } as Evaluation;
  const record = epochSummary(start, state, 0.1, { ...nothing, test });
  assert.deepEqual(record.test, { n: 5, war: 0.6, uar: 0.5, nll: 1.1 });
  epochRecordSchema.parse(record);
});

test('a run without visual prompts records nothing about them', () => {
  const bare: RunState = { ...state, prompts: { context: start.context } };
  const record = epochSummary({ context: start.context }, bare, 0.1, nothing);
  assert.ok(!Object.keys(record).some((name) => name.toLowerCase().includes('visual')));
  assert.equal(record.contextDrift, 0);
});

test('measurements after the epoch are kept unchanged', () => {
  const alignment = { globalOwn: 0.4, globalOther: 0.1 };
  const valid = { n: 3, war: 0.5, uar: 0.25, nll: 1, macroF1: 0.2 } as unknown as Evaluation;
  const record = epochSummary(start, state, 0.1, { valid, alignment, words: [[['lips', 0.5]]] });
  assert.deepEqual(record.valid, { n: 3, war: 0.5, uar: 0.25, nll: 1, ...alignment });
  assert.deepEqual(record.nearestWords, [[['lips', 0.5]]]);
  epochRecordSchema.parse(JSON.parse(JSON.stringify(record)));
});
