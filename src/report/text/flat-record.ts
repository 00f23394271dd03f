// Flattens a nested record into dotted names and texts.

/** `{ method: { beta: 8 }, seeds: [1, 2] }` is `[['method.beta', '8'], ['seeds', '1, 2']]`. */
export const flatRecord = (
  record: Readonly<Record<string, unknown>>,
  prefix = '',
): readonly (readonly [string, string])[] =>
  Object.entries(record).flatMap(([key, value]) =>
    isRecord(value) && Object.keys(value).length > 0
      ? flatRecord(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, written(value)] as const],
  );

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function written(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) {
    return value.map((item) => (typeof item === 'object' ? JSON.stringify(item) : String(item))).join(', ');
  }
  return isRecord(value) ? 'none' : String(value);
}
