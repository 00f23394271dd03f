// FER2013 from one CSV: each row is an image, kept in memory.
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import type { Sample, Split } from '../../dataset.ts';
import { type DataHost, joinPath } from '../../host.ts';
import { type Fer2013Row, greyImage, readFer2013Csv } from './fer2013-csv.ts';

/** A sample whose file may not specify its split. */
export type Unsplit = Omit<Sample, 'split'> & { readonly split: Split | undefined };

/**
 * @param classes of the data set
 * @param drop skip training rows whose pixels also occur in another split
 */
export async function fer2013Rows(
  host: DataHost,
  root: string,
  name: string,
  classes: readonly string[],
  drop: boolean,
): Promise<{ readonly samples: readonly Unsplit[]; readonly notes: string[]; readonly layout: string }> {
  const file = joinPath(root, name);
  const rows = readFer2013Csv(await host.read(file), file);
  if (drop && rows.some(({ split }) => split === undefined)) {
    throw new MpaferError('usage', `Cannot skip duplicates of "${file}": it has no column Usage, so no other split`, {
      hint: 'Remove duplicates=drop',
    });
  }
  const twins = trainingTwins(rows);
  const notes: string[] = [];
  if (twins.size > 0) {
    const what = `${plural(twins.size, 'image that has', 'images that have')} an exact duplicate in another split`;
    notes.push(drop ? `train: skipped ${what}` : `train: kept ${what}; duplicates=drop skips them`);
  }
  const samples = rows
    .filter((row) => !(drop && twins.has(row)))
    .map(
      ({ index, split, expression, grey }): Unsplit => ({
        id: `${name}#${String(index).padStart(5, '0')}`,
        split,
        label: classes.indexOf(expression),
        read: async () => greyImage(grey),
      }),
    );
  return { samples, notes, layout: `pixels in ${name}` };
}

/** The training rows whose pixels occur in another split. */
export function trainingTwins(rows: readonly Fer2013Row[]): Set<Fer2013Row> {
  const elsewhere = new Map<number, Fer2013Row[]>();
  for (const row of rows) {
    if (row.split === 'train') continue;
    const key = hash(row.grey);
    elsewhere.set(key, [...(elsewhere.get(key) ?? []), row]);
  }
  const same = (a: Uint8Array, b: Uint8Array) => a.every((value, at) => value === b[at]);
  return new Set(
    rows.filter(
      (row) => row.split === 'train' && elsewhere.get(hash(row.grey))?.some((other) => same(row.grey, other.grey)),
    ),
  );
}

/** FNV-1a; only rows with equal hashes are compared. */
function hash(values: Uint8Array): number {
  let result = 0x811c9dc5;
  for (const value of values) result = Math.imul(result ^ value, 0x01000193);
  return result;
}
