// Where the ranks of a team run, and how many threads each should use.
import { plural } from '../../core/plural.ts';
import type { Place } from '../../platform/node/mpi/own-place.ts';

/** Ranks that may use the same cores of one machine. */
const sharers = (place: Place, places: readonly Place[]): number =>
  places.filter(({ host, set }) => host === place.host && set === place.set).length;

/** Cores divided by the ranks that share them; the same on every rank, as threads decide the last digits of sums. */
export const fairThreads = (places: readonly Place[]): number =>
  Math.min(...places.map((place) => Math.max(1, Math.floor(place.usable / sharers(place, places)))));

export const machineCount = (places: readonly Place[]): number => new Set(places.map(({ host }) => host)).size;

/** `4 ranks on 2 machines, 2 threads per step each` */
export const teamText = (places: readonly Place[], threads: number): string =>
  `${plural(places.length, 'rank')} on ${plural(machineCount(places), 'machine')}, ${plural(threads, 'thread')} per step each`;

/** `n1: 2 ranks, 4 of 4 cores` for each machine. */
export const placesText = (places: readonly Place[]): string =>
  [...new Set(places.map(({ host }) => host))]
    .map((host) => {
      const here = places.filter((place) => place.host === host);
      return `${host}: ${plural(here.length, 'rank')}, ${usableTogether(here)} of ${plural(here[0]!.cores, 'core')}`;
    })
    .join('; ');

/** What keeps the ranks from using the machines well; empty where nothing does. */
export function wastedCores(places: readonly Place[], threads: number): readonly string[] {
  const found: string[] = [];
  for (const host of new Set(places.map((place) => place.host))) {
    const here = places.filter((place) => place.host === host);
    const { cores } = here[0]!;
    const wanted = here.length * threads;
    const usable = usableTogether(here);
    if (usable < cores) found.push(`the launcher lets the ranks on ${host} use ${usable} of its ${cores} cores`);
    if (wanted > usable) {
      const ranks = `${plural(here.length, 'rank')} of ${plural(threads, 'thread')}`;
      found.push(`${host} has ${plural(usable, 'usable core')} for ${ranks}`);
    } else if (wanted < usable) {
      found.push(`the ranks on ${host} leave ${usable - wanted} of its ${usable} cores unused`);
    }
  }
  return found;
}

/** Cores that the ranks of a machine may use, each set counted once. */
const usableTogether = (here: readonly Place[]): number =>
  [...new Map(here.map(({ set, usable }) => [set, usable])).values()].reduce((sum, each) => sum + each, 0);
