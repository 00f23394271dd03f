// Reads a file of comma separated values.
import { type CsvRow, csvRows } from '../core/csv.ts';
import type { DataHost } from './host.ts';
import { utf8 } from './text-lines.ts';

/** The rows of a file in UTF-8. Throws as `DataHost.read` and `csvRows` do. */
export async function readCsv(host: DataHost, path: string): Promise<CsvRow[]> {
  return csvRows(utf8(await host.read(path), path), path);
}
