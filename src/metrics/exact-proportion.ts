// Intervals of a proportion that hold where nearly all or nearly none of the cases count, and the bootstrap says nothing.
import { betaQuantile } from './beta-quantile.ts';
import type { Interval } from './bootstrap.ts';

/** How an interval was computed where the bootstrap was not used. */
export type ExactMethod = 'clopper-pearson' | 'korn-graubard' | 'mover';

/** As a sentence names them. */
export const methodNames: Readonly<Record<ExactMethod, string>> = {
  'clopper-pearson': 'Clopper-Pearson',
  'korn-graubard': 'Korn-Graubard',
  mover: 'MOVER',
};

/**
 * With fewer cases on one side than this, a percentile bootstrap is too narrow: 95 % intervals of 49 right of 50 hold in
 * 85 of 100 studies. From ten on they hold in 92 to 96.
 */
export const fewestToResample = 10;

/** 0 or 1 for each face, and who is shown where that is known. */
export interface Outcomes {
  readonly values: ArrayLike<number>;
  readonly groups?: readonly string[] | undefined;
}

export interface ExactInterval {
  readonly estimate: number;
  readonly interval: Interval;
  readonly method: ExactMethod;
}

/**
 * The exact interval of a binomial proportion (Clopper and Pearson 1934). All right of n gives
 * `[((1 - level) / 2) ^ (1 / n), 1]`.
 *
 * @param hits 0 to n; need not be whole
 * @param n above 0
 */
export function clopperPearson(hits: number, n: number, level = 0.95): Interval {
  const tail = (1 - level) / 2;
  return [
    hits <= 0 ? 0 : betaQuantile(tail, hits, n - hits + 1),
    hits >= n ? 1 : betaQuantile(1 - tail, hits + 1, n - hits),
  ];
}

/**
 * The exact interval of independent faces, or that of Korn and Graubard (1998) where people have several: Clopper-Pearson
 * over the effective number of faces, which is at most n. If nobody differs from the others, since all are right or
 * none, that number is the number of people. `[NaN, NaN]` of no face.
 */
export function exactProportion({ values, groups }: Outcomes, level = 0.95): ExactInterval {
  const n = values.length;
  const method = groups ? 'korn-graubard' : 'clopper-pearson';
  if (n === 0) return { estimate: Number.NaN, interval: [Number.NaN, Number.NaN], method };
  let hits = 0;
  for (let face = 0; face < n; face++) hits += values[face]!;
  const estimate = hits / n;
  if (!groups) return { estimate, interval: clopperPearson(hits, n, level), method };
  const effective = effectiveFaces(values, groups, estimate, level);
  return { estimate, interval: clopperPearson(estimate * effective, effective, level), method };
}

/** Faces of independent people that would settle the proportion as well. */
function effectiveFaces(values: ArrayLike<number>, groups: readonly string[], part: number, level: number): number {
  const n = values.length;
  const excess = new Map<string, number>();
  groups.forEach((group, face) => {
    excess.set(group, (excess.get(group) ?? 0) + values[face]! - part);
  });
  const people = excess.size;
  if (people === 1 || part === 0 || part === 1) return people;
  // Variance of the proportion when people are drawn, by linearisation (Cochran 1977, 3.8).
  const squares = [...excess.values()].reduce((sum, value) => sum + value ** 2, 0);
  const variance = (squares * people) / (people - 1) / n ** 2;
  const ratio = studentSquared(n - 1, level) / studentSquared(people - 1, level);
  return Math.min(n, ((part * (1 - part)) / variance) * ratio);
}

/** The square of Student's two-sided quantile. */
function studentSquared(freedom: number, level: number): number {
  const x = betaQuantile(1 - level, freedom / 2, 0.5);
  return freedom * (1 / x - 1);
}

/** Whether there is a face at all, and more than one person: from a single one nothing follows for others. */
export const hasInterval = ({ values, groups }: Outcomes): boolean =>
  values.length > 0 && (groups === undefined || new Set(groups).size > 1);

/** Whether too few faces (or people) have a 0, or a 1, for a bootstrap to mean something; false without an interval. */
export const isSparse = (outcomes: Outcomes): boolean =>
  hasInterval(outcomes) && (fewHave(outcomes, 0) || fewHave(outcomes, 1));

/** Whether fewer faces (or people) than {@link fewestToResample} have this value. */
export function fewHave({ values, groups }: Outcomes, wanted: number): boolean {
  const found = new Set<string | number>();
  for (let face = 0; face < values.length; face++) {
    if (values[face] === wanted) found.add(groups?.[face] ?? face);
    if (found.size >= fewestToResample) return false;
  }
  return true;
}

/** The outcomes of some of the faces. */
export const outcomesOf = ({ values, groups }: Outcomes, faces: readonly number[]): Outcomes => ({
  values: faces.map((face) => values[face]!),
  groups: groups && faces.map((face) => groups[face]!),
});
