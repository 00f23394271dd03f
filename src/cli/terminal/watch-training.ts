// Follows a training inside a longer experiment: one line of progress that says which part, how far, and how long yet.
import type { TrainEvent } from '../../train/train-event.ts';
import { duration, type Progress } from './progress.ts';

/** Runs `work` to its end, showing where it is; returns what it returns. @param name what to call it on the line */
export async function watchTraining<Result>(
  name: string,
  work: AsyncGenerator<TrainEvent, Result>,
  progress: Progress,
): Promise<Result> {
  const pace = pacemaker();
  for (;;) {
    const next = await work.next();
    if (next.done) {
      progress.clear();
      return next.value;
    }
    const event = next.value;
    if (event.kind === 'prototypes') progress.show(`${name}  features  ${event.done} of ${event.of} images`);
    if (event.kind === 'evaluating') progress.show(`${name}  evaluating ${event.what}  ${event.done} of ${event.of}`);
    if (event.kind === 'step') {
      const { epoch, epochs, images, of, size } = event;
      const rate = pace(size);
      const left = ((epochs - epoch) * of + (of - images)) / rate;
      progress.show(
        `${name}  epoch ${epoch}/${epochs}  ${images}/${of}  ${rate.toFixed(0)} images/s  ${duration(left)} left`,
      );
    }
  }
}

/** Images a second of late. */
function pacemaker(): (images: number) => number {
  let rate = 0;
  let before = performance.now();
  return (images) => {
    const now = performance.now();
    const current = images / ((now - before) / 1000);
    before = now;
    rate = rate === 0 ? current : 0.9 * rate + 0.1 * current;
    return rate;
  };
}
