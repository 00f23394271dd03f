// Waits between attempts; an aborted signal ends the wait at once.
import { setTimeout } from 'node:timers/promises';
import { MpaferError } from '../../../core/errors.ts';

/** @throws MpaferError `aborted` */
export async function wait(seconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await setTimeout(seconds * 1000, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw stopped();
  }
}

/** The error of work that was stopped on request. */
export const stopped = (): MpaferError =>
  new MpaferError('aborted', 'Stopped; the answers received so far are kept', {
    hint: 'Run it again to continue',
  });
