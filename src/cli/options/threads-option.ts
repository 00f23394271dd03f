// `--threads`: cores of a step. Results have the same bytes for the same number.
import { wholeNumber } from './number-options.ts';

export const threadsHelp = 'threads per step (default: all cores)';

export interface ThreadsFlag {
  readonly threads?: string;
}

/** @throws MpaferError `usage` */
export const givenThreads = ({ threads }: ThreadsFlag): number | undefined =>
  threads === undefined ? undefined : wholeNumber('--threads', threads, 1, 1024);
