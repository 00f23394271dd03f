// Progress of a training run that is one cell of an experiment.
import { relay } from '../../core/relay.ts';
import type { TrainEvent } from '../../train/train-event.ts';
import { type JobEvent, type ProgressEvent, progress } from '../job-event.ts';
import { pacemaker } from '../pacemaker.ts';

/** Turns the events of training into progress. @param label name of the cell */
export async function* trainingProgress<Result>(
  label: string,
  work: AsyncGenerator<TrainEvent, Result>,
): AsyncGenerator<JobEvent, Result> {
  const pace = pacemaker();
  const shown = (event: TrainEvent): ProgressEvent | undefined => {
    switch (event.kind) {
      case 'checking':
        return progress(`${label}  checking images`, event.done, event.of);
      case 'prototypes':
        return progress(`${label}  features`, event.done, event.of);
      case 'evaluating':
        return progress(`${label}  evaluating ${event.what}`, event.done, event.of);
      case 'step': {
        const { epoch, epochs, images, of } = event;
        return progress(`${label}  epoch ${epoch}/${epochs}`, images, of, pace.step(event));
      }
      default:
        return undefined;
    }
  };
  const events = relay(work, shown);
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
    if (next.value !== undefined) yield next.value;
  }
}
