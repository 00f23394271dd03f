// What is wrong with a value of a configuration, in words: what it is and what it must be.
import type { z } from 'zod';

const names: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  object: 'an object',
  tuple: 'a list',
  array: 'a list',
};

/** `must be a whole number`, `must be 1 or more`, ... */
export function neededValue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${names[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      if (issue.origin === 'array') return `must have ${issue.minimum} elements`;
      return `must be ${issue.inclusive ? `${issue.minimum} or more` : `above ${issue.minimum}`}`;
    case 'too_big':
      if (issue.origin === 'array') return `must have ${issue.maximum} elements`;
      return `must be ${issue.inclusive ? `${issue.maximum} or less` : `below ${issue.maximum}`}`;
    default:
      return issue.message.toLowerCase();
  }
}
