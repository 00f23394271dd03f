// How late the event loop is, and how much memory the process takes.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two looks of the timer that measures. */
const resolution = 10;

export interface ProcessHealth {
  /** Seconds of delay since the last look, by quantile; the timer's own interval is subtracted. Resident memory in bytes. */
  read(): { readonly lag: Readonly<Record<string, number>>; readonly memory: number };
  stop(): void;
}

export function processHealth(): ProcessHealth {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  return {
    read() {
      const lag = { '0.5': late(delay, 50), '0.99': late(delay, 99), '1': late(delay, 100) };
      delay.reset();
      return { lag, memory: process.memoryUsage.rss() };
    },
    stop() {
      delay.disable();
    },
  };
}

const late = (delay: ReturnType<typeof monitorEventLoopDelay>, percentile: number): number =>
  Math.max(0, delay.count === 0 ? 0 : delay.percentile(percentile) / 1e9 - resolution / 1000);
