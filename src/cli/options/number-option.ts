// Numbers on the command line: in range, or a message that says the range.
import { MpaferError } from '../../core/errors.ts';

/** @throws MpaferError `usage` */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new MpaferError('usage', `Cannot use ${flag} ${text}: must be a whole number from ${least} to ${most}`);
}

/** @throws MpaferError `usage` */
export function numberWithin(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new MpaferError('usage', `Cannot use ${flag} ${text}: must be a number from ${least} to ${most}`);
}
