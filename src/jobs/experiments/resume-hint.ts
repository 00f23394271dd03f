// Stopping an experiment is not a failure: the error says how to resume it.
import { MpaferError } from '../../core/errors.ts';

/** Adds a hint on how to resume to the error of a stop; returns any other error unchanged. */
export const withResumeHint = (error: unknown): unknown =>
  error instanceof MpaferError && error.code === 'aborted'
    ? new MpaferError('aborted', error.message, {
        hint: 'Run the experiment again with the same options to resume: finished results are reused',
      })
    : error;
