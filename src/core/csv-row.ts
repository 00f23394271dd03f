// One line of a CSV file by RFC 4180, which a spreadsheet cannot take for a formula.

export type CsvCell = string | number | undefined;

/**
 * Cells joined by commas, ended by CR LF. Numbers are written in full; NaN, null and undefined leave the cell empty.
 *
 * Text that begins with `=`, `+`, `-`, `@`, a tab or a line break gets an apostrophe in front, as OWASP advises:
 * spreadsheets would run it.
 */
export const csvRow = (cells: readonly CsvCell[]): string => `${cells.map(written).join(',')}\r\n`;

function written(cell: CsvCell): string {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  // What was kept as JSON and read again holds null for NaN.
  if (cell === undefined || cell === null) return '';
  const harmless = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
