// Summarises the contestants' runs as a Markdown table: medians over rounds, and ratios within a round.
import type { Contestant } from './contestants.ts';
import type { Timing } from './task.ts';

/** The measure: wall-clock time, or CPU time of the process, which is useful with one thread on a machine that is shared. */
export type Clock = 'wall' | 'cpu';

/** One round: the timing of each contestant that succeeded, by name. */
export type Round = ReadonlyMap<string, Timing>;

export interface Row {
  readonly size: string;
  readonly batch: number;
  readonly name: string;
  readonly rounds: number;
  readonly stepMs: number;
  /** Median over the rounds of the ratio; absent if there was nothing to compare with. */
  readonly toPlain: number | undefined;
  readonly toBest: number | undefined;
  readonly peakMiB: number;
  readonly peakToPlain: number | undefined;
  readonly firstStepMs: number;
}

const plain = 'PyTorch plain';

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

export function rowsOf(
  size: string,
  batch: number,
  rounds: readonly Round[],
  contestants: readonly Contestant[],
  clock: Clock,
): readonly Row[] {
  const steps = (timing: Timing) => (clock === 'cpu' ? timing.cpuMs : timing.stepMs);
  const rivals = contestants.filter(({ rival }) => rival).map(({ name }) => name);
  return contestants.flatMap(({ name }): Row[] => {
    const own = rounds.flatMap((round) => (round.has(name) ? [{ timing: round.get(name)!, round }] : []));
    if (own.length === 0) return [];
    const ratio = (of: (timing: Timing) => number, to: (round: Round) => number | undefined) => {
      const found = own.flatMap(({ timing, round }) => {
        const other = to(round);
        return other === undefined ? [] : [of(timing) / other];
      });
      return found.length === 0 ? undefined : median(found);
    };
    const time = (timing: Timing) => median(steps(timing));
    const ofPlain = (of: (timing: Timing) => number) => (round: Round) => round.get(plain) && of(round.get(plain)!);
    const best = (round: Round) => {
      const times = rivals.flatMap((rival) => (round.has(rival) ? [time(round.get(rival)!)] : []));
      return times.length === 0 ? undefined : Math.min(...times);
    };
    return [
      {
        size,
        batch,
        name,
        rounds: own.length,
        stepMs: median(own.flatMap(({ timing }) => steps(timing))),
        toPlain: ratio(time, ofPlain(time)),
        toBest: ratio(time, best),
        peakMiB: median(own.map(({ timing }) => timing.peakMiB)),
        peakToPlain: ratio(
          ({ peakMiB }) => peakMiB,
          ofPlain(({ peakMiB }) => peakMiB),
        ),
        firstStepMs: median(own.map(({ timing }) => timing.firstStepMs)),
      },
    ];
  });
}

export function markdownOf(rows: readonly Row[]): string {
  const ratio = (value: number | undefined) => value?.toFixed(2) ?? '-';
  return [
    '| size | batch | | step, ms | an image, ms | to plain PyTorch | to its best float32 | peak, MiB | to plain | first step, s | rounds |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => {
      const times = [row.stepMs.toFixed(0), (row.stepMs / row.batch).toFixed(1), ratio(row.toPlain), ratio(row.toBest)];
      const memory = [row.peakMiB.toFixed(0), ratio(row.peakToPlain)];
      return `| ${[row.size, row.batch, row.name, ...times, ...memory, (row.firstStepMs / 1000).toFixed(1), row.rounds].join(' | ')} |`;
    }),
  ].join('\n');
}
