// Says which faces of a data set a run cannot be asked about, since it does not know their class.
import { counted } from '../core/counted.ts';
import type { Progress } from './progress.ts';

/** @param leftOut how many faces, by class */
export function tellLeftOut(leftOut: Readonly<Record<string, number>>, progress: Progress): void {
  for (const [name, count] of Object.entries(leftOut)) {
    progress.say(`  left out: ${counted(count, 'face')} of ${name}, which the run does not know`);
  }
}
