// Evaluating plain CLIP with classes that are taken to be equally frequent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finish as finishJob } from '../../../src/core/finish.ts';
import { judgementRecord } from '../../../src/evaluate/judgement.ts';
import { evaluateRun } from '../../../src/jobs/evaluate/evaluate-run.ts';

const asked = { run: 'zero-shot', data: 'synthetic:?count=32&size=48', split: 'all', threads: 1 } as const;

test('the prior is applied, said and recorded', async () => {
  const notes: string[] = [];
  const even = await finishJob(evaluateRun({ ...asked, prior: 'even' }), (event) => {
    if (event.kind === 'note') notes.push(event.message);
  });
  assert.match(notes[0]!, /^synthetic with zero-shot \(prior: even\), on face-clip\n/);
  assert.equal(judgementRecord(even).prior, 'even');
  const trained = await finishJob(evaluateRun(asked));
  assert.ok(!('prior' in judgementRecord(trained)));
  assert.notDeepEqual(even.predictions.probabilities, trained.predictions.probabilities);
});

test('a trained run has its own', async () => {
  await assert.rejects(finishJob(evaluateRun({ ...asked, run: 'ferplus', prior: 'even' })), {
    code: 'usage',
    message: 'Cannot choose the prior of "ferplus": a trained run has its own',
  });
});
