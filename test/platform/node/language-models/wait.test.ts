// Waiting ends by itself or by a signal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wait } from '../../../../src/platform/node/language-models/wait.ts';

test('waits without a signal, and with one that is never aborted', async () => {
  await wait(0.001);
  await wait(0, new AbortController().signal);
});

test('stops waiting as soon as it is asked to', async () => {
  const controller = new AbortController();
  const waiting = wait(1000, controller.signal);
  controller.abort();
  await assert.rejects(waiting, { code: 'aborted', message: 'Stopped; the answers received so far are kept' });
  await assert.rejects(wait(1000, controller.signal), { code: 'aborted' });
});
