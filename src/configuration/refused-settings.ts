// Error messages for settings that cannot be used: the key, its value and what is expected.
import * as z from 'zod';
import { MpaferError } from '../core/errors.ts';
import { nearestName } from '../core/nearest-name.ts';
import { showValue } from '../core/show-value.ts';

/**
 * Turns a schema's error into one that the user can fix.
 *
 * @param values the values that the schema refused
 * @param source what to call them in messages
 */
export function refusedSettings(error: z.ZodError, schema: z.ZodType, values: unknown, source: string): MpaferError {
  const issue = error.issues[0]!;
  if (issue.code === 'unrecognized_keys') {
    const key = [...issue.path, issue.keys[0]!].join('.');
    const known = keysAt(schema, issue.path);
    const near = nearestName(issue.keys[0]!, known);
    const place = source === 'the settings' ? '' : ` in ${source}`;
    return near === undefined
      ? new MpaferError('configuration', `Unknown setting "${key}"${place}`, {
          hint: `Known settings are ${known.join(', ')}`,
        })
      : new MpaferError('configuration', `Unknown setting "${key}"${place}; did you mean "${near}"?`);
  }
  const path = issue.path.map(String);
  const where = path.length === 0 ? 'it' : `"${path.join('.')}"`;
  return new MpaferError(
    'configuration',
    `Cannot use ${source}: ${where} is ${showValue(valueAt(values, path))}; ${neededValue(issue)}`,
  );
}

/** The keys at a place in the settings, e.g. `['augmentation', 'crop']`. */
const keysAt = (schema: z.ZodType, path: readonly PropertyKey[]): string[] =>
  Object.keys(
    path.reduce<z.core.JSONSchema.JSONSchema>(
      (level, key) => (level.properties?.[String(key)] ?? {}) as z.core.JSONSchema.JSONSchema,
      z.toJSONSchema(schema),
    ).properties ?? {},
  );

const valueAt = (values: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((level, key) => (level as Record<string, unknown> | undefined)?.[key], values);

const names: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  object: 'an object',
  tuple: 'a list',
  array: 'a list',
};

/** `expected a whole number`, `expected 1 or more`, ... */
function neededValue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${names[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      if (issue.origin === 'string') return 'expected non-empty text';
      if (issue.origin === 'array') return `expected ${issue.minimum} elements`;
      return `expected ${issue.inclusive ? `${issue.minimum} or more` : `above ${issue.minimum}`}`;
    case 'too_big':
      if (issue.origin === 'array') return `expected ${issue.maximum} elements`;
      return `expected ${issue.inclusive ? `${issue.maximum} or less` : `below ${issue.maximum}`}`;
    default:
      return issue.message.toLowerCase();
  }
}
