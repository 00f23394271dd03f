// The exit code of an error: 1 failed, 2 wrong usage, 130 stopped.
import { MpaferError } from '../../core/errors.ts';

export function exitCodeOf(error: unknown): number {
  if (!(error instanceof MpaferError)) return 1;
  if (error.code === 'aborted') return 130;
  return error.code === 'usage' ? 2 : 1;
}
