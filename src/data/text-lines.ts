// Reads a list, one entry a line, and keeps line numbers so that an error can say where.
import { MpaferError } from '../core/errors.ts';
import type { DataHost } from './host.ts';

export interface TextLine {
  /** From 1. */
  readonly line: number;
  /** What stands between blanks and tabs. */
  readonly fields: readonly string[];
}

/** The lines of a file in UTF-8 split at blanks; empty lines are skipped. Throws `data` when it is no text. */
export async function readTextLines(host: DataHost, path: string): Promise<TextLine[]> {
  const text = utf8(await host.read(path), path);
  const lines: TextLine[] = [];
  text.split('\n').forEach((raw, index) => {
    const trimmed = raw.trim();
    if (trimmed !== '') lines.push({ line: index + 1, fields: trimmed.split(/\s+/) });
  });
  return lines;
}

/** Decodes bytes as text without a byte order mark. Throws `data` when they are not UTF-8. */
export function utf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new MpaferError('data', `Cannot read "${path}": it is not text in UTF-8`);
  }
}
