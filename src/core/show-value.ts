// A value out of a file as a message shows it: as JSON, never longer than a line.

const mostCharacters = 120;

/** `"ten"`, `[1,2]`, `missing`. What is long is cut, what cannot be written as JSON is said to be so. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'missing';
  // JSON has no word for it but null.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  const text = jsonOf(value);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}...` : text;
}

/** What a value is, without showing it: `null`, `an array`, `a value of type string`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Circles, big integers, and values nested deeper than the stack.
    return 'a value that cannot be shown';
  }
}
