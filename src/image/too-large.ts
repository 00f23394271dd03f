// Pictures of more pixels than are decoded: refused by an error of their own, so that a result can tell them from damaged ones.
import { MpaferError } from '../core/errors.ts';

/** What is said of a picture with more pixels than `limit`. */
export const morePixels = (limit: number): string => `it has more than ${limit} pixels`;

const errors = new WeakSet<object>();

/** The error for a picture with more pixels than `limit`. */
export function tooLarge(name: string, limit: number, cause?: unknown): MpaferError {
  const message = `Cannot decode "${name}": ${morePixels(limit)}`;
  const error = new MpaferError('image', message, cause === undefined ? {} : { cause });
  errors.add(error);
  return error;
}

/** Whether an error is one of `tooLarge`. */
export const isTooLarge = (error: unknown): boolean => typeof error === 'object' && error !== null && errors.has(error);
