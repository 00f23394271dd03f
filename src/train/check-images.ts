// Checks every image of a run before training, so that a bad file is found in minutes and not after the last epoch.
import { MpaferError } from '../core/errors.ts';
import type { Sample } from '../data/dataset.ts';

/** Images checked at once; enough to keep a disk busy. */
const group = 64;

/**
 * Yields how many are done, after each group. Samples that have nothing to check cost nothing.
 *
 * @throws MpaferError `data` or `image` of the first sample that cannot be read, `aborted` when the signal says so
 */
export async function* checkImages(
  samples: readonly Sample[],
  signal?: AbortSignal | undefined,
): AsyncGenerator<number, void> {
  const checks = samples.filter(({ check }) => check !== undefined);
  for (let begin = 0; begin < checks.length; begin += group) {
    if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while checking images');
    const some = checks.slice(begin, begin + group);
    const outcomes = await Promise.allSettled(some.map((sample) => sample.check!()));
    // The first in the data set's order, not the first to fail.
    const failed = outcomes.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    yield begin + some.length;
  }
}
