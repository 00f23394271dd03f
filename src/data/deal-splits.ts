// Assigns a split to each image where the data set does not: takes one out of training, or deals all three.
import { MpaferError } from '../core/errors.ts';
import { nounFor } from '../core/plural.ts';
import type { Random } from '../core/random.ts';
import { type Dataset, type Split, splits } from './dataset.ts';
import { stratifiedSplit } from './stratified-split.ts';

export interface Dealable {
  /** The data set's own split; undefined where it has none. */
  readonly split: Split | undefined;
  readonly className: string;
  /** Images of one group (a person, a photograph, a film) stay in one split. */
  readonly group?: string | undefined;
}

export interface DealOptions {
  readonly random: Random;
  /** Share for validation as the user asked for it: of the training images where there are splits, of all images where there are none. */
  readonly valid: number | undefined;
  /** Share for the test split, likewise. */
  readonly test: number | undefined;
  /** Validation share where the data set has splits, none of them for validation, and the user did not ask; default 0.1. */
  readonly heldOut?: number;
  /** What would name the split, for messages. */
  readonly by: 'folder' | 'column' | 'file';
}

export interface Dealt {
  /** The split of each image, in order. */
  readonly splits: readonly Split[];
  readonly dealt: NonNullable<Dataset['dealt']>;
}

/** Shares of a set without splits of its own. */
const defaults = { valid: 0.1, test: 0.2 } as const;

/**
 * The split of each image, in order. Where the data set names splits, only the missing ones are taken out of its training
 * images; where it names none, all three are dealt. Stratified by class; a group stays together.
 *
 * @param notes receives one sentence about what was dealt
 * @throws MpaferError `usage` for a share that cannot be applied: the data set has that split, or nothing is left to train on
 */
export function dealSplits(images: readonly Dealable[], options: DealOptions, notes: string[]): Dealt {
  const named = new Set(images.flatMap(({ split }) => (split === undefined ? [] : [split])));
  const own = images.map(({ split }): Split => split ?? 'train');
  const free = own.flatMap((split, index) => (split === 'train' ? [index] : []));
  refuseOwnSplits(named, free.length, options);
  const shares =
    named.size === 0
      ? { valid: options.valid ?? defaults.valid, test: options.test ?? defaults.test }
      : {
          valid: named.has('valid') ? 0 : (options.valid ?? options.heldOut ?? defaults.valid),
          test: named.has('test') ? 0 : (options.test ?? 0),
        };
  const { valid, test } = shares;
  refuseShares(valid, test);
  if (free.length === 0 || (named.size > 0 && valid + test === 0)) return { splits: own, dealt: [] };

  const labels = new Map<string, number>();
  for (const { className } of images) if (!labels.has(className)) labels.set(className, labels.size);
  const parts = stratifiedSplit({
    labels: free.map((index) => labels.get(images[index]!.className)!),
    groups: free.map((index) => images[index]!.group),
    fractions: [1 - valid - test, valid, test],
    random: options.random,
  });
  const result = [...own];
  free.forEach((index, position) => {
    result[index] = splits[parts[position]!]!;
  });
  const count = (split: Split) => free.filter((index) => result[index] === split).length;
  const grouped = images.some(({ group }) => group !== undefined);
  const how = `stratified by class${grouped ? ', no group in two splits' : ''}`;
  if (named.size === 0) {
    notes.push(
      `no split ${options.by === 'column' ? 'column' : `${options.by}s`}: dealt ${count('train')} train, ${count('valid')} valid, ${count('test')} test, ${how}`,
    );
    return { splits: result, dealt: splits };
  }
  const taken = (['valid', 'test'] as const).filter((split) => shares[split] > 0);
  for (const split of taken) {
    notes.push(
      `${split}: no such ${options.by}, took ${count(split)} of ${free.length} training ${nounFor(free.length, 'image')}, ${how}`,
    );
  }
  return { splits: result, dealt: taken };
}

const called = { valid: 'validation', test: 'test' } as const;

/** A share that would be ignored is refused: the user believes that it was applied. */
function refuseOwnSplits(named: ReadonlySet<Split>, free: number, options: DealOptions): void {
  for (const split of ['valid', 'test'] as const) {
    const share = options[split];
    if (share === undefined) continue;
    if (named.has(split)) {
      throw new MpaferError(
        'usage',
        `Cannot apply ${split}=${share}: the data set has a ${called[split]} split of its own`,
        {
          hint: `Remove ${split}=${share}`,
        },
      );
    }
    if (named.size > 0 && free === 0 && share > 0) {
      throw new MpaferError(
        'usage',
        `Cannot apply ${split}=${share}: the data set has no training images to take from`,
        {
          hint: `Remove ${split}=${share}`,
        },
      );
    }
  }
}

/** @throws MpaferError `usage` when the two leave nothing */
export function refuseShares(valid: number, test: number): void {
  if (valid + test < 1) return;
  throw new MpaferError(
    'usage',
    `Cannot split with valid=${valid} and test=${test}: nothing is left to train on; expected a sum below 1`,
  );
}
