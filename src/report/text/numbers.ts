// Number formatting for reports. Anything that is not a finite number becomes a dash.
import { format } from 'd3-format';

export const dash = '–';

const orDash =
  (write: (value: number) => string) =>
  (value: number | null | undefined): string =>
    // JSON has no NaN: a report that was saved and read again has null instead.
    typeof value === 'number' && Number.isFinite(value) ? write(value) : dash;

const oneDecimal = format('.1f');
const signed = format('+.1f');
const grouped = format(',d');
const threeDigits = format('.3~g');
const whole = format('.0f');
const tiny = format('.1~e');
const threeDecimals = format('.3f');

/** 0.638 becomes `63.8%`. */
export const percent = orDash((value) => `${oneDecimal(value * 100)}%`);

/** 0.226 becomes `+22.6`, to be followed by "points". */
export const signedPoints = orDash((value) => signed(value * 100));

/** `61.2–66.4%`. */
export const percentRange = ([low, high]: readonly [number, number]): string =>
  Number.isFinite(low) && Number.isFinite(high) && typeof low === 'number'
    ? `${oneDecimal(low * 100)}–${oneDecimal(high * 100)}%`
    : dash;

/** 12271 becomes `12,271`. */
export const count = orDash((value) => grouped(value));

/** Any quantity, to three significant digits: `0.412`, `1234`, `9.6e-6`. */
export const measure = orDash((value) => {
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 10000) ? tiny(value) : size >= 100 ? whole(value) : threeDigits(value);
});

/** Three decimals: `0.123`. */
export const score = orDash((value) => threeDecimals(value));

/** `p = 0.031`, or `p < 0.001`. */
export const pValue = orDash((p) => (p < 0.001 ? 'p < 0.001' : `p = ${threeDecimals(p)}`));

/** Truncates text to `limit` characters, ending with an ellipsis. */
export function shorten(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}
