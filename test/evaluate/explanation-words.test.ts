// The words of an explanation: a map is not called the reason for what it explains a fifth of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Explanation, ExplanationMethod } from '../../src/evaluate/explanation.ts';
import { explanationMethods } from '../../src/evaluate/explanation.ts';
import { marginWords, shareWords } from '../../src/evaluate/explanation-words.ts';
import { type FaithfulnessRecord, verdictOf } from '../../src/evaluate/faithfulness-record.ts';

const explanation = (method: ExplanationMethod, global: number, local: number): Explanation => ({
  method,
  expression: 'fear',
  against: 'surprise',
  margin: { total: global + local, global, local, localShare: Math.abs(local) / (Math.abs(global) + Math.abs(local)) },
  map: { rows: 1, columns: 1, values: [0] },
});

test('a map that explains a fifth is not the reason', () => {
  assert.equal(
    shareWords(explanation('patches', 0.4, 0.1)),
    'The map explains 20 % of the margin and is not the reason for the answer: the other 80 % comes from the face as a whole, which this map does not show',
  );
});

test('a map that explains most of the margin says so, and what it leaves', () => {
  assert.equal(
    shareWords(explanation('patches', 0.1, 0.4)),
    'The map explains 80 % of the margin; the other 20 % comes from the face as a whole, which this map does not show',
  );
});

test('no other map claims a share', () => {
  for (const method of explanationMethods.filter((name) => name !== 'patches')) {
    assert.doesNotMatch(shareWords(explanation(method, 0.1, 0.4)), /%/);
  }
});

test('the parts of the margin have signs, and a class behind is said to be behind', () => {
  assert.equal(
    marginWords(explanation('gate', -0.3, 0.1)),
    'fear is −0.200 behind surprise (cosine): −0.300 from the face as a whole, +0.100 from the best patches',
  );
  assert.match(marginWords(explanation('gate', 0.3, 0)), /ahead of surprise .* this run compares no patches$/);
});

const record: FaithfulnessRecord = {
  format: 'mpafer-faithfulness-1',
  checkpoint: 'a'.repeat(64),
  data: 'ferplus',
  faces: 500,
  drawn: false,
  maps: [
    { method: 'gate', passed: true, tests: [{ name: 'random', passed: true, text: '+1.2' }] },
    {
      method: 'rollout',
      passed: false,
      tests: [
        { name: 'random', passed: true, text: '+0.3' },
        { name: 'class', passed: false, text: 'the same map' },
      ],
    },
  ],
};

test('a verdict names the tests that decided it', () => {
  assert.deepEqual(verdictOf(record, 'gate'), {
    verdict: 'passed',
    text: 'the map gate passed 1 test on 500 faces of ferplus: random (+1.2)',
  });
  assert.deepEqual(verdictOf(record, 'rollout'), {
    verdict: 'failed',
    text: 'the map rollout failed 1 of 2 tests on 500 faces of ferplus: class (the same map)',
  });
});

test('what was not tested is not called passed', () => {
  assert.equal(verdictOf(record, 'patches').verdict, 'not measured');
  assert.equal(verdictOf(undefined, 'gate').verdict, 'not measured');
});
