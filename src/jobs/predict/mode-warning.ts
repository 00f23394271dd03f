// Warns once about pictures that look wrong for how faces are looked for, and says at the end how many there were.
import { plural } from '../../core/plural.ts';

export interface ModeWarning {
  /** The warning to report for this picture; only the first picture with one gets it. */
  of(file: string, warning: string | undefined): string | undefined;
  /** The note at the end; undefined where there was one such picture or none. */
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
    atEnd: () => (count > 1 ? `${plural(count, 'picture')} in all look wrong for this mode` : undefined),
  };
}
