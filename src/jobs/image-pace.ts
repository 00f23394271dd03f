// Pictures per second of late, and the seconds that the others will take.
import type { Pace } from './job-event.ts';

/** Seconds over which the rate is averaged; results come in batches, so a moment says nothing. */
const window = 10;

/**
 * @param total pictures; undefined where that is not known
 * @param before how many were done before the start
 * @param now seconds
 * @returns a function of how many are done
 */
export function imagePace(
  total: number | undefined,
  before = 0,
  now: () => number = () => performance.now() / 1000,
): (done: number) => Partial<Pace> {
  const marks = [{ done: before, at: now() }];
  return (done) => {
    const at = now();
    const last = marks.at(-1)!;
    if (at - last.at >= window / 10) marks.push({ done, at });
    while (marks.length > 2 && at - marks[1]!.at > window) marks.shift();
    const [first] = marks;
    const rate = (done - first!.done) / (at - first!.at);
    if (!(rate > 0 && Number.isFinite(rate))) return {};
    return { rate, ...(total !== undefined && { secondsLeft: (total - done) / rate }) };
  };
}
