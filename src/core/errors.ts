// The one error family: failures that a user can fix. Anything else that is thrown is a bug.

/** What kind of thing was refused. Each code has its page, `docs/errors/<code>.md`. */
export const errorCodes = [
  'aborted',
  'checkpoint',
  'configuration',
  'data',
  'descriptions',
  'disk',
  'graph',
  'host',
  'image',
  'label',
  'model',
  'run',
  'safetensors',
  'shape',
  'team',
  'text-too-long',
  'tokenizer',
  'usage',
  'video',
] as const;

/** The kind of an expected failure; each has a page in `docs/errors`. */
export type ErrorCode = (typeof errorCodes)[number];

/**
 * An expected failure. The message says what was attempted, what was found and what is needed, without a final period.
 *
 * @example
 * ```ts
 * import { MpaferError } from 'mpafer';
 * const error = new MpaferError('label', 'Cannot read "labels.txt" line 118: label is 9; expected 1-7');
 * console.log(error.code); // label
 * ```
 */
export class MpaferError extends Error {
  override readonly name = 'MpaferError';
  readonly code: ErrorCode;
  /** What the user can do about it, one sentence, or undefined. */
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
