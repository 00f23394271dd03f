// Passes a generator's progress on as other events, and its result back.

/** Yields `event(progress)` for everything that `work` yields; returns what `work` returns. */
export async function* relay<Progress, Event, Result>(
  work: AsyncGenerator<Progress, Result>,
  event: (progress: Progress) => Event,
): AsyncGenerator<Event, Result> {
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value;
    yield event(next.value);
  }
}
