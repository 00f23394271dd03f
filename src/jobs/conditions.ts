// Conditions of a result, as JSON has them: where two of them differ, in words.

/** The innermost difference, such as `its data.split is "test"; given "all"`; undefined where there is none. */
export function difference(
  then: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): string | undefined {
  const key = Object.keys({ ...then, ...now }).find((name) => !same(then[name], now[name]));
  return key === undefined ? undefined : differenceAt(key, then[key], now[key]);
}

/** The same for one value, which differs. */
export function differenceAt(key: string, then: unknown, now: unknown): string {
  if (isRecord(then) && isRecord(now)) {
    const inner = Object.keys({ ...then, ...now }).find((name) => !same(then[name], now[name]));
    if (inner !== undefined) return differenceAt(`${key}.${inner}`, then[inner], now[inner]);
  }
  return `its ${key} is ${shown(then)}; given ${shown(now)}`;
}

/** Whether JSON writes them alike. */
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
