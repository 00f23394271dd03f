// What a map is held against: faces are aligned, so a map that is the same for everyone beats a random order easily.
import type { Random } from '../../core/random.ts';

/** A map of N values for each face. */
export type Maps = readonly (readonly number[])[];

/** Largest in the middle: a Gaussian, whose width does not matter to an order. */
export function centreMap(rows: number, columns: number): readonly number[] {
  return Array.from({ length: rows * columns }, (_, at) => {
    const y = (Math.floor(at / columns) + 0.5) / rows - 0.5;
    const x = ((at % columns) + 0.5) / columns - 0.5;
    return Math.exp(-8 * (x * x + y * y));
  });
}

/** A random order for each face. */
export const randomMaps = (faces: number, patches: number, random: Random): Maps =>
  Array.from({ length: faces }, (_, face) => Array.from(random.split('face', face).permutation(patches)));

/**
 * For each face, the mean map of other people for whom the same class was recognised: what a face's own map must beat. Of a class that no
 * other person has, it is the mean map of all other people.
 *
 * @param targets the class of each face
 * @param groups the person of each face; every face is a person of its own where they are not known
 */
export function classAverageMaps(maps: Maps, targets: readonly number[], groups?: readonly string[]): Maps {
  const person = (face: number) => groups?.[face] ?? String(face);
  const add = (sums: Map<string, { sum: number[]; count: number }>, key: string, map: readonly number[]) => {
    const known = sums.get(key) ?? { sum: map.map(() => 0), count: 0 };
    map.forEach((value, at) => {
      known.sum[at]! += value;
    });
    known.count++;
    sums.set(key, known);
  };
  // The class's sum less the person's own part of it.
  const sums = new Map<string, { sum: number[]; count: number }>();
  maps.forEach((map, face) => {
    for (const key of ['all', `all/${person(face)}`, `${targets[face]}`, `${targets[face]}/${person(face)}`]) {
      add(sums, `of ${key}`, map);
    }
  });
  const others = (scope: string, face: number): readonly number[] | undefined => {
    const whole = sums.get(`of ${scope}`)!;
    const own = sums.get(`of ${scope}/${person(face)}`)!;
    const count = whole.count - own.count;
    return count === 0 ? undefined : whole.sum.map((value, at) => (value - own.sum[at]!) / count);
  };
  return maps.map((map, face) => others(String(targets[face]), face) ?? others('all', face) ?? map.map(() => 0));
}

/** Patches by value, largest first; of equal values the lower index comes first. */
export const orderOf = (map: readonly number[]): readonly number[] =>
  map.map((_, index) => index).sort((a, b) => map[b]! - map[a]! || a - b);
