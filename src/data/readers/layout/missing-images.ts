// What to do about images that a label file lists but that are missing.

import { MpaferError } from '../../../core/errors.ts';
import { nounFor, plural } from '../../../core/plural.ts';

/**
 * - `refuse`: the dataset is not opened.
 * - `drop`: they are skipped, and a note counts them.
 * - `keep`: they are kept, and reading one fails; for checks that list them all.
 */
export const missingPolicies = ['refuse', 'drop', 'keep'] as const;

export type MissingPolicy = (typeof missingPolicies)[number];

export interface Named<Row> {
  readonly rows: readonly Row[];
  readonly nameOf: (row: Row) => string;
  /** Names of the existing images, as returned by `nameOf`. */
  readonly present: Pick<ReadonlySet<string>, 'has'>;
  readonly labelFile: string;
  readonly folder: string;
  readonly policy: MissingPolicy;
  readonly notes: string[];
}

/** The rows to keep. @throws MpaferError `data` under `refuse`, or when `drop` leaves nothing */
export function presentRows<Row>(named: Named<Row>): readonly Row[] {
  const { rows, nameOf, present, labelFile, folder, policy, notes } = named;
  const missing = rows.filter((row) => !present.has(nameOf(row))).map(nameOf);
  if (missing.length === 0 || policy === 'keep') return rows;
  if (policy === 'refuse' || missing.length === rows.length) {
    throw missingError(labelFile, folder, rows.length, missing);
  }
  notes.push(
    `skipped ${missing.length} of ${rows.length} images that "${labelFile}" names and that are missing, the first is "${missing[0]}"`,
  );
  return rows.filter((row) => present.has(nameOf(row)));
}

const missingError = (labelFile: string, folder: string, named: number, missing: readonly string[]): MpaferError =>
  new MpaferError(
    'data',
    `Cannot open "${folder}": "${labelFile}" names ${plural(named, 'image')} and ${missing.length} of them ${nounFor(missing.length, 'is', 'are')} missing, the first is "${missing[0]}"`,
    { hint: 'Unpack the images again, or leave them out with missing=drop' },
  );
