// Which classes of a task a file of descriptions covers.
import { nearestName } from '../core/nearest-name.ts';

export interface Coverage {
  /** Classes without a description, each with a similar name in the file, if any. */
  readonly missing: readonly { readonly name: string; readonly meant?: string }[];
  /** Names in the file that are not classes. */
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
