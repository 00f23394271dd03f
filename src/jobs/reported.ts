// Work that reports by calling a function, as a generator of what it reports.

/**
 * Yields every report in its order and returns what the work returns. Where the consumer stops early the work is told by its signal, and
 * waited for.
 *
 * @param work called with the function to report by and a signal that says to stop
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
  // A failure is thrown where the result is awaited, after the reports before it.
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
