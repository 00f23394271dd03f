import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MpaferError } from '../../../src/core/errors.ts';
import { withResumeHint } from '../../../src/jobs/experiments/resume-hint.ts';

test('a stop says how to resume, and every other error is unchanged', () => {
  const stopped = withResumeHint(new MpaferError('aborted', 'Stopped after step 3')) as MpaferError;
  assert.deepEqual([stopped.code, stopped.message], ['aborted', 'Stopped after step 3']);
  assert.match(stopped.hint!, /Run the experiment again with the same options to resume/);
  for (const error of [new MpaferError('data', 'Cannot read'), new TypeError('a bug')])
    assert.equal(withResumeHint(error), error);
});
