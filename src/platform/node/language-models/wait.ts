// Waiting between tries, ended at once by Ctrl-C.
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

/** Work was stopped on request; what was got is kept. */
export const stopped = (): MpaferError =>
  new MpaferError('aborted', 'Stopped: the answers that came are kept', {
    hint: 'The same command goes on from there',
  });
