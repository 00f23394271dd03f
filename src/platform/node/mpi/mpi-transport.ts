// Carries bytes by MPI, with a time limit: a rank that has died or hangs must not keep the others waiting for ever.
import { setImmediate, setTimeout } from 'node:timers/promises';
import { MpaferError } from '../../../core/errors.ts';
import type { Transport } from '../../../team/transport.ts';
import { fixedBuffer, type MpiCalls, type Pending } from './calls.ts';

export interface TransportOptions {
  /** Seconds after which the other ranks are given up. */
  readonly limit: number;
  /** Once aborted, the others may have left already, so that waiting for them ends sooner. */
  readonly stop?: AbortSignal | undefined;
  /** Called when all ranks have agreed that the job is over. */
  readonly onSettled: () => void;
}

/** Looks at once so often, as most exchanges end within microseconds; then every millisecond. */
const quickLooks = 100;

/** Seconds to wait for the others once a stop was asked for, and how many of the longest waits so far on top of that. */
const patience = 10;
const longestWaits = 3;

export function mpiTransport(calls: MpiCalls, { limit, stop, onSettled }: TransportOptions): Transport {
  const [rank, size] = [calls.rank(), calls.size()];
  let longest = 0;

  const finish = async (pending: Pending): Promise<void> => {
    const start = performance.now();
    const waited = () => (performance.now() - start) / 1000;
    for (let looks = 0; !pending.test(); looks++) {
      if (looks < quickLooks) {
        await setImmediate();
        continue;
      }
      await setTimeout(1);
      const most = stop?.aborted ? Math.min(limit, patience + longestWaits * longest) : limit;
      if (waited() > most) throw silence(rank, size, most);
    }
    longest = Math.max(longest, waited());
  };

  return {
    rank,
    size,
    async allgather(block) {
      const sent = fixedBuffer(block.length);
      sent.set(block);
      const received = fixedBuffer(size * block.length);
      await finish(calls.allgather(sent, received, block.length));
      return received;
    },
    async alltoall(blocks) {
      const sent = fixedBuffer(blocks.length);
      sent.set(blocks);
      const received = fixedBuffer(blocks.length);
      await finish(calls.alltoall(sent, received, blocks.length / size));
      return received;
    },
    settled: onSettled,
  };
}

const silence = (rank: number, size: number, seconds: number): MpaferError =>
  new MpaferError(
    'team',
    `Rank ${rank} gave up: one of the other ${size - 1} has not answered for ${Math.round(seconds)} s; it has died, hangs or is much slower`,
    { hint: 'Look for the first message of another rank; MPAFER_MPI_TIMEOUT sets the seconds to wait' },
  );
