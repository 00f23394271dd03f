// Set-up and tear-down of every command that runs a job: progress on standard error, and Ctrl-C.
import type { JobEvent } from '../../jobs/job-event.ts';
import { showEvent } from './event-text.ts';
import { type Progress, terminalProgress } from './progress.ts';
import { stopSignal } from './stop-signal.ts';

export interface Session extends Disposable {
  readonly progress: Progress;
  /** Aborted by the first Ctrl-C; the second ends the process. */
  readonly signal: AbortSignal;
  /** Runs a job to its end, showing its events; returns its result. */
  follow<Result>(job: AsyncGenerator<JobEvent, Result>): Promise<Result>;
}

/**
 * Opens a session: `using session = openSession({})`, then `await session.follow(trainRun({ data, out, signal: session.signal }))`.
 *
 * @param quiet show nothing but errors
 */
export function openSession({ quiet = false }: { readonly quiet?: boolean | undefined } = {}): Session {
  const progress = terminalProgress(quiet);
  const stop = stopSignal(progress.print);
  return {
    progress,
    signal: stop.signal,
    async follow(job) {
      for (;;) {
        const next = await job.next();
        if (next.done) {
          progress.clear();
          return next.value;
        }
        showEvent(next.value, progress);
      }
    },
    [Symbol.dispose]() {
      progress.clear();
      stop.release();
    },
  };
}
