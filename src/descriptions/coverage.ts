// Whether a file of descriptions has every class of a task.
import { nearestName } from '../core/nearest-name.ts';

export interface Coverage {
  /** Classes without a description, each with a name in the file that may be meant. */
  readonly missing: readonly { readonly name: string; readonly meant?: string }[];
  /** Names in the file that are no class. */
  readonly unused: readonly string[];
}

export function coverage(classes: readonly string[], described: readonly string[]): Coverage {
  const unused = described.filter((name) => !classes.includes(name));
  const missing = classes
    .filter((name) => !described.includes(name))
    .map((name) => {
      const meant = nearestName(name, unused);
      return { name, ...(meant !== undefined && { meant }) };
    });
  return { missing, unused };
}
