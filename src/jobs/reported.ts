// Work that reports through a callback, as a generator of its reports.
import { type NoteEvent, note } from './job-event.ts';

/**
 * Yields every report in order and returns what the work returns. If the consumer stops early, the work is aborted and awaited.
 *
 * @param work called with the callback to report through and a signal that aborts it
 */
export async function* reported<Event, Result>(
  work: (report: (event: Event) => void, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Event, Result> {
  const stop = new AbortController();
  const reports: Event[] = [];
  let wake = () => {};
  let ended = false;
  const result = work((event) => {
    reports.push(event);
    wake();
  }, stop.signal).finally(() => {
    ended = true;
    wake();
  });
  // A failure is thrown where the result is awaited, after the reports that precede it.
  result.catch(() => {});
  try {
    while (!ended || reports.length > 0) {
      if (reports.length > 0) yield reports.shift()!;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    return await result;
  } finally {
    stop.abort();
    await result.catch(() => {});
  }
}

/**
 * Yields the notes that some work reports through a callback, and returns what the work returns.
 *
 * @param undo disposes of a result that nobody receives, because the consumer stopped early
 */
export async function* withNotes<Result>(
  work: (say: (message: string) => void) => Promise<Result>,
  undo?: (result: Result) => Promise<void>,
): AsyncGenerator<NoteEvent, Result> {
  let pending: Promise<Result> | undefined;
  let received = false;
  try {
    const result = yield* reported<NoteEvent, Result>((report) => {
      pending = work((message) => report(note(message)));
      return pending;
    });
    received = true;
    return result;
  } finally {
    if (!received && undo !== undefined) await pending?.then(undo, () => {});
  }
}
