// Says which faces of a data set a run cannot be asked about, since it does not know their class.
import { plural } from '../../core/plural.ts';
import type { Progress } from './progress.ts';

/** @param skipped how many faces, by class */
export function formatSkipped(skipped: Readonly<Record<string, number>>, progress: Progress): void {
  for (const [name, count] of Object.entries(skipped)) {
    progress.say(`  left out: ${plural(count, 'face')} of ${name}, which the run does not know`);
  }
}
