// Numbers on the command line, checked against a range.
import { MpaferError } from '../../core/errors.ts';

/** @throws MpaferError `usage` unless it is a whole number in this range */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new MpaferError('usage', `Cannot use ${flag} ${text}; expected a whole number from ${least} to ${most}`);
}

/** A list such as `1,2,3`. @throws MpaferError `usage` unless it has distinct whole numbers */
export function wholeNumbers(flag: string, text: string): readonly number[] {
  const parts = text.split(',').map((part) => part.trim());
  const numbers = parts.map(Number);
  const valid = numbers.every((number, at) => parts[at] !== '' && Number.isSafeInteger(number));
  if (valid && new Set(numbers).size === numbers.length) return numbers;
  throw new MpaferError(
    'usage',
    `Cannot use ${flag} ${text}; expected distinct whole numbers separated by commas, e.g. ${flag} 1,2,3`,
  );
}

/** @throws MpaferError `usage` unless it is a number in this range */
export function numberWithin(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new MpaferError('usage', `Cannot use ${flag} ${text}; expected a number from ${least} to ${most}`);
}
