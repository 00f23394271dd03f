// A strict reader of comma separated values (RFC 4180) that keeps line numbers, so that an error can say where.
import { MpaferError } from './errors.ts';

export interface CsvRow {
  /** Line of the file on which the row starts, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** The rows of a text; blank lines are skipped. Throws `data` for a quote that is never closed or stands astray. */
export function csvRows(text: string, file: string): CsvRow[] {
  const rows: CsvRow[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const start = index + 1;
    // A quoted field may hold line breaks: take further lines until the quotes are even.
    for (let open = oddQuotes(lines[index]!); open; open = oddQuotes(lines[index]!) !== open) {
      if (++index >= lines.length) {
        throw new MpaferError('data', `Cannot read "${file}" line ${start}: a quote is opened and never closed`);
      }
    }
    let row = lines.slice(start - 1, index + 1).join('\n');
    if (row.endsWith('\r')) row = row.slice(0, -1);
    if (row.trim() !== '')
      rows.push({ line: start, fields: row.includes('"') ? split(row, file, start) : row.split(',') });
  }
  return rows;
}

/**
 * The position of each wanted column in a header row, in any order and case, ignoring surrounding blanks.
 * Throws `data` when one is missing.
 */
export function columnsOf<Name extends string>(header: CsvRow | undefined, wanted: readonly Name[], file: string) {
  const names = (header?.fields ?? []).map((name) => name.trim().toLowerCase());
  const missing = wanted.filter((name) => !names.includes(name.toLowerCase()));
  if (missing.length > 0) {
    throw new MpaferError(
      'data',
      `Cannot read "${file}" line ${header?.line ?? 1}: no column ${missing.map((name) => `"${name}"`).join(', ')}, found ${names.length > 0 ? names.join(',') : 'an empty file'}`,
    );
  }
  return Object.fromEntries(wanted.map((name) => [name, names.indexOf(name.toLowerCase())])) as Record<Name, number>;
}

function oddQuotes(row: string): boolean {
  let odd = false;
  for (let at = row.indexOf('"'); at >= 0; at = row.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

/** The fields of a row with quotes. By hand: a regular expression runs out of stack on long quoted fields. */
function split(row: string, file: string, line: number): string[] {
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    const begin = at;
    const quoted = row[at] === '"';
    at = quoted ? quoteEnd(row, at) + 1 : endOf(row.indexOf(',', at), row);
    const field = row.slice(begin, at);
    if ((at < row.length && row[at] !== ',') || (!quoted && field.includes('"'))) {
      throw new MpaferError(
        'data',
        `Cannot read "${file}" line ${line}: there is a quote inside field ${fields.length + 1}`,
      );
    }
    fields.push(quoted ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (at >= row.length) return fields;
  }
}

const endOf = (found: number, row: string): number => (found < 0 ? row.length : found);

/** Where the quote that opens at `start` is closed; the quotes of a row are even, so it is. */
function quoteEnd(row: string, start: number): number {
  let end = row.indexOf('"', start + 1);
  while (row[end + 1] === '"') end = row.indexOf('"', end + 2);
  return end;
}
