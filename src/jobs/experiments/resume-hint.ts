// An experiment that was stopped is no mistake: says how to go on.
import { MpaferError } from '../../core/errors.ts';

/** The same error; one of a stop with the way to go on. */
export const withResumeHint = (error: unknown): unknown =>
  error instanceof MpaferError && error.code === 'aborted'
    ? new MpaferError('aborted', error.message, { hint: 'Give the same command again to go on: what is done is kept' })
    : error;
