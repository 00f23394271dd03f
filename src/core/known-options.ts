// No option is ignored: one that is not known is refused, with the name that was probably meant.
import { MpaferError } from './errors.ts';
import { nearestName } from './nearest-name.ts';
import { kindOf } from './show-value.ts';

/**
 * @param of what the options are for, in messages
 * @param hints what to do about names that are known elsewhere
 * @throws MpaferError `usage`
 */
export function requireKnownOptions(
  of: string,
  options: object,
  known: readonly string[],
  hints: Readonly<Record<string, string>> = {},
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new MpaferError(
      'usage',
      `Cannot use ${kindOf(options)} as the options of ${of}; expected an object such as { ${known[0]} }`,
    );
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const [wrong] = given.find(([name]) => !known.includes(name)) ?? [];
  if (wrong === undefined) return;
  const meant = nearestName(wrong, known);
  const hint = Object.hasOwn(hints, wrong) ? hints[wrong] : undefined;
  throw new MpaferError(
    'usage',
    `Unknown option ${JSON.stringify(wrong.slice(0, 100))} of ${of}; ${meant === undefined ? `expected ${known.join(', ').replace(/, ([^,]+)$/, ' or $1')}` : `did you mean "${meant}"?`}`,
    hint === undefined ? {} : { hint },
  );
}
