// Tells once of pictures that look wrong for the way in which faces are looked for, and at the end how many they were.
import { plural } from '../../core/plural.ts';

export interface ModeWarning {
  /** What to tell of this picture: of the first only. */
  of(file: string, warning: string | undefined): string | undefined;
  /** What to tell at the end; undefined where there was one such picture or none. */
  atEnd(): string | undefined;
}

export function modeWarning(): ModeWarning {
  let count = 0;
  return {
    of(file, warning) {
      if (warning === undefined) return undefined;
      count++;
      return count === 1 ? `"${file}": ${warning}` : undefined;
    },
    atEnd: () => (count > 1 ? `${plural(count, 'picture')} looked wrong in this way or another` : undefined),
  };
}
