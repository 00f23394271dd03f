// Runs a generator that reports its progress to its end.

/** What `work` returns; `show` is told everything that it yields on the way. */
export async function finish<Progress, Result>(
  work: AsyncGenerator<Progress, Result>,
  show: (progress: Progress) => void = () => {},
): Promise<Result> {
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value;
    show(next.value);
  }
}
