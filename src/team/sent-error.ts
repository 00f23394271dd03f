// An error on its way from the rank that failed to the others.
import { type ErrorCode, MpaferError } from '../core/errors.ts';

export interface SentError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** A bug travels as its message: its stack is shown where it happened. */
export function sentError(error: unknown): SentError {
  if (error instanceof MpaferError) return { code: error.code, message: error.message, hint: error.hint };
  return { code: 'team', message: `this is a bug in mpafer: ${(error as Error)?.message ?? String(error)}` };
}

/** @param everywhere all ranks failed of this, so that no rank need be named */
export function receivedError({ code, message, hint }: SentError, from: number, everywhere: boolean): MpaferError {
  const where = from === 0 || everywhere ? '' : `rank ${from}: `;
  return new MpaferError(code, `${where}${message}`, hint === undefined ? {} : { hint });
}
