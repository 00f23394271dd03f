// A team of members in this process, for tests: what MPI carries between processes is handed over in memory.
import { setTimeout } from 'node:timers/promises';
import type { Team } from '../../src/team/team.ts';
import { teamOver } from '../../src/team/team-over.ts';
import type { Transport } from '../../src/team/transport.ts';

export interface MemoryTransport extends Transport {
  /** Whether it was told that the job is over. */
  readonly isSettled: () => boolean;
  /** Bytes that its exchanges received. */
  readonly received: () => number;
}

interface Round {
  readonly blocks: (Uint8Array | undefined)[];
  readonly kinds: Set<string>;
  arrived: number;
  wake: () => void;
  readonly done: Promise<void>;
}

/** @param late members that wait a moment before each exchange, as slow machines do */
export function memoryTransports(size: number, late: readonly number[] = []): readonly MemoryTransport[] {
  const rounds: Round[] = [];
  const roundAt = (turn: number): Round => {
    const { promise, resolve } = Promise.withResolvers<void>();
    rounds[turn] ??= { blocks: new Array(size), kinds: new Set(), arrived: 0, wake: resolve, done: promise };
    return rounds[turn];
  };
  return Array.from({ length: size }, (_, rank): MemoryTransport => {
    let turn = 0;
    let settled = false;
    let received = 0;
    const meet = async (kind: string, block: Uint8Array): Promise<readonly Uint8Array[]> => {
      if (late.includes(rank)) await setTimeout(1);
      const round = roundAt(turn++);
      round.blocks[rank] = block.slice();
      round.kinds.add(`${kind} of ${block.length}`);
      if (++round.arrived === size) round.wake();
      await round.done;
      // MPI hangs or reads other memory then; a test should fail.
      if (round.kinds.size > 1) throw new Error(`Members differ: ${[...round.kinds].join(', ')}`);
      return round.blocks as Uint8Array[];
    };
    const count = (bytes: Uint8Array): Uint8Array => {
      received += bytes.length;
      return bytes;
    };
    return {
      rank,
      size,
      async allgather(block) {
        return count(Buffer.concat([...(await meet('allgather', block))]));
      },
      async alltoall(blocks) {
        const length = blocks.length / size;
        const all = await meet('alltoall', blocks);
        return count(Buffer.concat(all.map((each) => each.subarray(rank * length, (rank + 1) * length))));
      },
      settled() {
        settled = true;
      },
      isSettled: () => settled,
      received: () => received,
    };
  });
}

export const memoryTeam = (size: number, late: readonly number[] = []): readonly Team[] =>
  memoryTransports(size, late).map(teamOver);

/** Runs the same work on every member at once. */
export const onAll = <T>(team: readonly Team[], work: (member: Team) => Promise<T>): Promise<T[]> =>
  Promise.all(team.map(work));

/** The same where members may fail: what each threw, or undefined. */
export const errorsOnAll = (team: readonly Team[], work: (member: Team) => Promise<unknown>): Promise<unknown[]> =>
  Promise.all(
    team.map((member) =>
      work(member).then(
        () => undefined,
        (error: unknown) => error,
      ),
    ),
  );
