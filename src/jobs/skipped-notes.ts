// Reports the faces of a data set that are excluded because the run does not know their class.
import { plural } from '../core/plural.ts';
import { type JobEvent, note } from './job-event.ts';

/** @param skipped number of faces by class */
export function* skippedNotes(skipped: Readonly<Record<string, number>>): Generator<JobEvent> {
  for (const [name, count] of Object.entries(skipped)) {
    yield note(`  skipped ${plural(count, 'face')} of ${name}, a class that the run does not know`);
  }
}
