// Paths that match a pattern with *, **, ?, [...] and {a,b}, for shells that do not expand patterns themselves.
import { readdir } from 'node:fs/promises';
import { join, matchesGlob, parse, sep } from 'node:path';

/** Whether a path has special characters; a file of that very name may exist all the same. */
export const isPattern = (path: string): boolean => /[*?[{]/.test(path);

/** Files only, in no particular order; none where nothing matches. Hidden files and folders are not searched. */
export async function matchingPaths(pattern: string): Promise<string[]> {
  const start = fixedFolder(pattern);
  const entries = await readdir(start, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !path
          .slice(start.length)
          .split(sep)
          .some((part) => part.startsWith('.') && part !== '.'),
    )
    .filter((path) => matchesGlob(path, join(pattern)));
}

/** The folder part of a pattern before its first special character. */
function fixedFolder(pattern: string): string {
  const { root } = parse(pattern);
  const parts = pattern.slice(root.length).split(/[\\/]/);
  const special = parts.findIndex(isPattern);
  return join(root, ...parts.slice(0, special)) || '.';
}
