// Collects what is wrong with a label file, so that one error can name the first bad line and count the others.

import { type ErrorCode, MpaferError } from '../core/errors.ts';
import { plural } from '../core/plural.ts';

export interface BadLines {
  /** @param found what stands there and what must, e.g. `label is 9; expected 1-7` */
  add(line: number, found: string, code?: ErrorCode): void;
  /** Throws when anything was added. */
  check(): void;
}

/** @param unit what the numbers count */
export function badLines(file: string, unit: 'line' | 'row' = 'line'): BadLines {
  let first: { readonly line: number; readonly found: string; readonly code: ErrorCode } | undefined;
  let after = 0;
  return {
    add(line, found, code = 'label') {
      if (first === undefined) first = { line, found, code };
      else after++;
    },
    check() {
      if (first === undefined) return;
      const others = after === 0 ? '' : ` (and ${plural(after, `more bad ${unit}`)} after it)`;
      throw new MpaferError(first.code, `Cannot read "${file}" ${unit} ${first.line}: ${first.found}${others}`);
    },
  };
}
