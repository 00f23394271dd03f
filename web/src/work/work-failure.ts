// What a worker's function threw, in the page: the page itself loads none of the package, only its types.
import type { ErrorCode } from 'mpafer';
import type { SentFailure } from './port.ts';

/** A failure that came from a worker. */
export class WorkFailure extends Error {
  override readonly name = 'WorkFailure';
  /** One of `mpafer errors`; undefined for a bug. */
  readonly code: ErrorCode | undefined;
  /** What can be done about it. */
  readonly hint: string | undefined;

  constructor({ code, message, hint }: SentFailure) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** Whether the work ended because somebody stopped it. */
export const isStopped = (error: unknown): boolean => error instanceof WorkFailure && error.code === 'aborted';

/** Sentences for people about anything that was thrown. */
export function sentencesOf(error: unknown): readonly string[] {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof WorkFailure ? error.hint : undefined;
  return hint === undefined ? [message] : [message, hint];
}
