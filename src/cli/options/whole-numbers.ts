// Lists on the command line, `1,2,3`: whole numbers, each once, or a message that shows the form.
import { MpaferError } from '../../core/errors.ts';

/** @throws MpaferError `usage` */
export function wholeNumbers(flag: string, text: string): readonly number[] {
  const parts = text.split(',').map((part) => part.trim());
  const numbers = parts.map(Number);
  const good = numbers.every((number, at) => parts[at] !== '' && Number.isSafeInteger(number));
  if (good && new Set(numbers).size === numbers.length) return numbers;
  throw new MpaferError(
    'usage',
    `Cannot use ${flag} ${text}: must be whole numbers, each once, separated by commas, as in ${flag} 1,2,3`,
  );
}
