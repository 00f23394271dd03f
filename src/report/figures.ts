// Numbers as a reader wants them. What is not a number is a dash.
import { format } from 'd3-format';

export const dash = '–';

const shown =
  (write: (value: number) => string) =>
  (value: number | null | undefined): string =>
    // JSON has no NaN: a report that was kept and read again holds null there.
    typeof value === 'number' && Number.isFinite(value) ? write(value) : dash;

const oneDecimal = format('.1f');
const signed = format('+.1f');
const grouped = format(',d');
const threeDigits = format('.3~g');
const whole = format('.0f');
const tiny = format('.1~e');
const threeDecimals = format('.3f');

/** 0.638 is `63.8%`. */
export const percent = shown((value) => `${oneDecimal(value * 100)}%`);

/** 0.226 is `+22.6`, to be followed by "points". */
export const points = shown((value) => signed(value * 100));

/** `61.2–66.4%`. */
export const percentRange = ([low, high]: readonly [number, number]): string =>
  Number.isFinite(low) && Number.isFinite(high) && typeof low === 'number'
    ? `${oneDecimal(low * 100)}–${oneDecimal(high * 100)}%`
    : dash;

/** 12271 is `12,271`. */
export const count = shown((value) => grouped(value));

/** Any measure, to three digits: `0.412`, `1234`, `9.6e-6`. */
export const measure = shown((value) => {
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 10000) ? tiny(value) : size >= 100 ? whole(value) : threeDigits(value);
});

/** A score of fixed width, `0.123`. */
export const score = shown((value) => threeDecimals(value));

/** A probability of chance: `p = 0.031`, or `p < 0.001`. */
export const chance = shown((p) => (p < 0.001 ? 'p < 0.001' : `p = ${threeDecimals(p)}`));

/** At most `limit` characters, the last one an ellipsis where more follow. */
export function shorten(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}
