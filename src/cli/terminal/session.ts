// Set-up and tear-down of every command that runs a job: progress on standard error, and Ctrl-C.
import type { JobEvent } from '../../jobs/job-event.ts';
import { showEvent } from './event-text.ts';
import { type Progress, terminalProgress } from './progress.ts';
import { noText, type RowText } from './row-text.ts';
import { stopSignal } from './stop-signal.ts';

export interface Session extends Disposable {
  readonly progress: Progress;
  /** Aborted by the first Ctrl-C; the second ends the process. */
  readonly signal: AbortSignal;
  /** Runs a job to its end, showing its events; returns its result. */
  follow<Result>(job: AsyncGenerator<JobEvent, Result>): Promise<Result>;
  /**
   * The same for a job that yields rows as well, which are printed on standard output.
   *
   * @param read what an event is: the row in it, or an event to show
   */
  followRows<Event, Row extends object, Result>(
    job: AsyncGenerator<Event, Result>,
    read: (event: Event) => { readonly row: Row } | JobEvent,
    text: RowText<Row>,
  ): Promise<Result>;
}

/**
 * Opens a session: `using session = openSession({})`, then `await session.follow(trainRun({ data, out, signal: session.signal }))`.
 *
 * @param quiet show nothing but errors
 */
export function openSession({ quiet = false }: { readonly quiet?: boolean | undefined } = {}): Session {
  const progress = terminalProgress(quiet);
  const stop = stopSignal(progress.print);
  const followRows: Session['followRows'] = async (job, read, text) => {
    for (;;) {
      const next = await job.next();
      if (next.done) {
        progress.clear();
        process.stdout.write(text.end);
        return next.value;
      }
      const event = read(next.value);
      if ('kind' in event) showEvent(event, progress);
      else {
        progress.clear();
        process.stdout.write(text.of(event.row));
      }
    }
  };
  return {
    progress,
    signal: stop.signal,
    follow: (job) => followRows(job, (event) => event, noText),
    followRows,
    [Symbol.dispose]() {
      progress.clear();
      stop.release();
    },
  };
}
