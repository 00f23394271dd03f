// Computes cells one by one, beside any number of other processes: each takes the next cell that nobody has.
import { MpaferError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { type JobEvent, note } from '../job-event.ts';
import { owns, type Shard } from '../shards/shard.ts';
import { type CellPlan, claimedCell, type ExperimentFolder } from './experiment-folder.ts';

/** A finished cell. */
export interface FinishedCell<Result> {
  readonly name: string;
  readonly result: Result;
}

export interface ComputeOptions<Result> {
  /** Only the cells of this part; those of other parts are neither computed nor waited for. */
  readonly shard?: Shard | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called for each cell when it is finished, by whichever process. @param index its place among all, from 0 */
  done?(index: number, result: Result, reused: boolean): AsyncGenerator<JobEvent, void>;
}

/**
 * Returns when all cells are finished, whoever finished them.
 *
 * @returns the cells, or those of the shard, in order
 * @throws MpaferError `aborted`, `disk`, and what the work throws
 */
export async function* computeCells<Result>(
  folder: ExperimentFolder,
  plans: readonly CellPlan<JobEvent, Result>[],
  { shard, signal, done }: ComputeOptions<Result> = {},
): AsyncGenerator<JobEvent, readonly FinishedCell<Result>[]> {
  const results = new Map<number, FinishedCell<Result>>();
  let left = plans
    .map((plan, index) => ({ plan, index }))
    .filter(({ index }) => shard === undefined || owns(shard, index));
  // All that is left is with others: the first of it is waited for.
  let patient = false;
  let told = false;
  while (left.length > 0) {
    const held: typeof left = [];
    for (const each of left) {
      const { plan, index } = each;
      if (signal?.aborted) throw new MpaferError('aborted', 'Stopped between two cells');
      const found = yield* claimedCell(folder, plan, { patient, signal });
      patient = false;
      if (found === undefined) held.push(each);
      else {
        results.set(index, { name: plan.name, result: found.result });
        if (done !== undefined) yield* done(index, found.result, found.reused);
      }
    }
    patient = held.length === left.length;
    if (patient && !told) yield note(`Waiting for ${plural(held.length, 'cell')} that other processes are computing`);
    told ||= patient;
    left = held;
  }
  return [...results].sort(([a], [b]) => a - b).map(([, finished]) => finished);
}
