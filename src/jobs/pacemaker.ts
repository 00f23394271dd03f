// Images per second of recent training steps, and the seconds left at that rate.
import type { StepEvent } from '../train/train-event.ts';
import type { Pace } from './job-event.ts';

export interface Pacemaker {
  /** Call it after each step. */
  step(event: StepEvent): Pace;
  /** The pace after the latest step; undefined before the first. */
  latest(): Pace | undefined;
}

/** An exponential average: recent steps count most. */
export function pacemaker(): Pacemaker {
  let pace: Pace | undefined;
  let before = performance.now();
  return {
    step({ size, images, of, epoch, epochs }) {
      const now = performance.now();
      const current = size / ((now - before) / 1000);
      before = now;
      const rate = pace === undefined ? current : 0.9 * pace.rate + 0.1 * current;
      pace = { rate, secondsLeft: ((epochs - epoch) * of + (of - images)) / rate };
      return pace;
    },
    latest: () => pace,
  };
}
