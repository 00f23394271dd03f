// An experiment that was stopped is no failure: the error says how to resume it.
import { MpaferError } from '../../core/errors.ts';

/** The same error; for a stop, with a hint on how to resume. */
export const withResumeHint = (error: unknown): unknown =>
  error instanceof MpaferError && error.code === 'aborted'
    ? new MpaferError('aborted', error.message, {
        hint: 'Run the same command again to resume: finished results are reused',
      })
    : error;
