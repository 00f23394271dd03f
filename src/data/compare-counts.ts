// Holds the images of each class against the published numbers: the signature by which a copy, and its class order, is known.
import { MpaferError } from '../core/errors.ts';
import { type Dataset, splits } from './dataset.ts';
import type { Expression } from './expressions.ts';
import { type PublishedCounts, publishedCounts, publishedFor } from './published-counts.ts';

export interface CountRow {
  /** `train`, `train + valid` where validation was taken out of training here, or `all`. */
  readonly part: string;
  readonly className: string;
  readonly found: number;
  readonly published: number;
}

export interface CountComparison {
  readonly protocol: string;
  readonly source: string;
  /**
   * `equal` to the last image; `permuted`: the numbers of a split are the published ones, under other classes;
   * else `different`. A published split that the copy lacks as a whole makes nothing different.
   */
  readonly verdict: 'equal' | 'different' | 'permuted';
  readonly rows: readonly CountRow[];
}

/** Undefined where nothing is published for the dataset's protocol. */
export function compareCounts(
  dataset: Pick<Dataset, 'classes' | 'samples' | 'protocol'>,
  published: PublishedCounts | undefined = publishedFor(dataset.protocol),
): CountComparison | undefined {
  if (published === undefined) return undefined;
  const rows: CountRow[] = [];
  let permuted = false;
  for (const [part, wanted] of Object.entries(published.parts)) {
    const members = partMembers(part, published);
    const counts = new Array<number>(dataset.classes.length).fill(0);
    for (const { split, label } of dataset.samples) if (members.includes(split)) counts[label]!++;
    if (counts.every((count) => count === 0)) continue;
    const own = dataset.classes.map((className, index) => ({
      part: members.length === splits.length ? 'all' : members.filter((split) => has(dataset, split)).join(' + '),
      className,
      found: counts[index]!,
      published: wanted[className as Expression] ?? 0,
    }));
    permuted ||= isPermuted(own);
    rows.push(...own);
  }
  const equal = rows.length > 0 && rows.every(({ found, published }) => found === published);
  return {
    protocol: published.protocol,
    source: published.source,
    verdict: equal ? 'equal' : permuted ? 'permuted' : 'different',
    rows,
  };
}

/**
 * One sentence for a dataset's notes.
 *
 * @throws MpaferError `label` when a split has the published counts under other classes: the labels are read in a wrong order
 */
export function signatureNote(dataset: Pick<Dataset, 'name' | 'classes' | 'samples' | 'protocol'>): string | undefined {
  const comparison = compareCounts(dataset);
  if (comparison === undefined) return undefined;
  const { protocol, verdict, rows } = comparison;
  const wrong = rows.filter(({ found, published }) => found !== published);
  if (verdict === 'permuted') {
    const { part, className, found } = wrong[0]!;
    const real = rows.find((row) => row.part === part && row.published === found)!.className;
    throw new MpaferError(
      'label',
      `Cannot open the ${dataset.name} dataset: ${part} has the counts of ${protocol} under other classes, "${className}" has the ${found} images of "${real}"`,
      { hint: 'Its classes were numbered in another order: name the folders or labels by expression' },
    );
  }
  const other = publishedCounts.find(
    (known) => known.protocol !== protocol && compareCounts(dataset, known)?.verdict === 'equal',
  );
  if (verdict === 'different' && other !== undefined) {
    return `counts are not those of ${protocol}: they are exactly those of ${other.protocol}, is it that set?`;
  }
  const parts = [...new Set(rows.map(({ part }) => part))].map((part) => {
    const own = rows.filter((row) => row.part === part);
    const [found, published] = [total(own, 'found'), total(own, 'published')];
    if (verdict === 'equal') return `${number(found)} ${part}`;
    const worst = own.filter((row) => row.found !== row.published);
    const classes = worst.slice(0, 2).map((row) => `${row.className} ${number(row.found)} of ${number(row.published)}`);
    const more = worst.length > 2 ? ` and ${worst.length - 2} more ${worst.length === 3 ? 'class' : 'classes'}` : '';
    return `${part} ${number(found)} of ${number(published)}${worst.length > 0 ? ` (${classes.join(', ')}${more})` : ''}`;
  });
  return verdict === 'equal'
    ? `counts of every class are the published ones of ${protocol}: ${parts.join(', ')}`
    : `counts differ from the published ones of ${protocol}: ${parts.join('; ')}`;
}

const total = (rows: readonly CountRow[], of: 'found' | 'published'): number =>
  rows.reduce((sum, row) => sum + row[of], 0);

/** 12,271 in every locale. */
const number = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

const has = ({ samples }: Pick<Dataset, 'samples'>, split: string): boolean =>
  samples.some((sample) => sample.split === split);

/** Validation that a set does not publish was taken out of its training images. */
function partMembers(part: string, { parts }: PublishedCounts): readonly string[] {
  if (part === 'all') return splits;
  return part === 'train' && parts.valid === undefined ? ['train', 'valid'] : [part];
}

/** The same numbers, all of them, in another order; a few equal numbers alone say nothing. */
function isPermuted(rows: readonly CountRow[]): boolean {
  const sorted = (pick: (row: CountRow) => number) => rows.map(pick).sort((a, b) => a - b);
  const found = sorted((row) => row.found);
  const same = sorted((row) => row.published).every((count, index) => count === found[index]);
  return same && rows.some((row) => row.found !== row.published);
}
