// A shard: one of several parts of a job, each made by a process of its own, without a coordinator.
import { MpaferError } from '../../core/errors.ts';

/** Part `index` of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** @throws MpaferError `usage` unless both are whole numbers and the index is from 1 to the count */
export function checkShard({ index, count }: Shard): void {
  if (Number.isSafeInteger(count) && Number.isSafeInteger(index) && index >= 1 && index <= count) return;
  throw new MpaferError(
    'usage',
    `Cannot make shard ${index} of ${count}; expected whole numbers, the first from 1 to the second`,
  );
}

/** Work is dealt out in turn, piece by piece, so that a shard knows its own before it knows how many there are. */
export const owns = ({ index, count }: Shard, piece: number): boolean => piece % count === index - 1;

export const shardName = ({ index, count }: Shard): string => `shard ${index} of ${count}`;

/** The file of a shard is beside what all of them become, which is `out`. */
export const shardPath = (out: string, { index, count }: Shard): string =>
  `${withoutSlash(out)}.shard-${index}-of-${count}`;

/** A folder is named with or without a slash behind it. */
export const withoutSlash = (path: string): string => path.replace(/(?<=.)[\\/]+$/, '');
