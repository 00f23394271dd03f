// Runs a generator that reports its progress to its end.

/**
 * Runs a job, or any generator that yields its progress, to its end and returns its result.
 *
 * @param onEvent called with everything that it yields, in order
 * @throws what the generator throws
 * @example
 * ```ts
 * import { evaluateRun, finishJob } from 'mpafer/jobs';
 * const { evaluation } = await finishJob(evaluateRun({ run: 'zero-shot', data: 'synthetic:?count=100&size=48' }));
 * console.log(evaluation.n > 0); // true
 * ```
 */
export async function finish<Event, Result>(
  work: AsyncGenerator<Event, Result>,
  onEvent: (event: Event) => void = () => {},
): Promise<Result> {
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value;
    onEvent(next.value);
  }
}
