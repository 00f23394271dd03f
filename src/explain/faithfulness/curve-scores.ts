// What deletion and insertion say of maps: areas under scaled curves, their gap, and what a face's own map adds.
import type { Random } from '../../core/random.ts';
import { type Interval, scoreInterval } from '../../metrics/bootstrap.ts';
import { kendall } from '../../metrics/rank-correlation.ts';
import type { FaceCurves, Path } from './curves.ts';
import type { Removal } from './removal.ts';

/** A value and its 95 % interval by person. */
export interface Measured {
  readonly value: number;
  readonly interval: Interval;
}

/** How one map does under one removal. Curves are scaled: the whole face is 1, and none of it is 0. */
export interface MapScore {
  readonly name: string;
  /** Areas under the curves by the trapezoid rule, x the share of patches removed or there; lower and higher are better. */
  readonly deletion: number;
  readonly insertion: number;
  /** Insertion less deletion: 0 of a random order, less for a map that is the wrong way round. */
  readonly gap: Measured;
  /** Share of faces with the same answer, at each step. */
  readonly kept: { readonly deletion: readonly number[]; readonly insertion: readonly number[] };
  /** The scaled margin at each step, ends included. */
  readonly curve: { readonly deletion: readonly number[]; readonly insertion: readonly number[] };
}

export interface RemovalScores {
  readonly removal: Removal;
  /** Shares of patches, ends included. */
  readonly shares: readonly number[];
  /** Mean margins of whole faces and of none of them. */
  readonly full: number;
  readonly empty: number;
  readonly maps: readonly MapScore[];
  /** The gap of one map less that of another, on the same faces. */
  readonly gains: readonly (Measured & { readonly map: string; readonly over: string })[];
}

export interface ScoreInput {
  readonly removal: Removal;
  readonly faces: readonly FaceCurves[];
  /** Shares of patches at each step, without the ends. */
  readonly shares: readonly number[];
  readonly groups?: readonly string[] | undefined;
  /** Pairs of maps to compare. */
  readonly pairs: readonly (readonly [map: string, over: string])[];
  readonly random: Random;
}

export function removalScores({ removal, faces, shares, groups, pairs, random }: ScoreInput): RemovalScores {
  const xs = [0, ...shares, 1];
  const names = Object.keys(faces[0]!.paths);
  const range = faces.map(({ full, empty }) => full - empty);
  const gapOf = (name: string) =>
    faces.map(({ full, empty, paths }) => {
      const { deletion, insertion } = paths[name]!;
      return area(xs, [empty, ...insertion.margin, full]) - area(xs, [full, ...deletion.margin, empty]);
    });
  const gaps = new Map(names.map((name) => [name, gapOf(name)]));
  const measured = (values: readonly number[], purpose: string): Measured => {
    const ratio = (own: ArrayLike<number>) => sumOf(values, own) / sumOf(range, own);
    const everyone = faces.map((_, face) => face);
    const sample = { labels: everyone, groups };
    return {
      value: ratio(everyone),
      interval: scoreInterval(sample, ratio, { random: random.split('gap', removal, purpose), resamples: 1000 }),
    };
  };
  const [full, empty] = [meanOf(faces.map((face) => face.full)), meanOf(faces.map((face) => face.empty))];
  const scaled = (margin: number) => (margin - empty) / (full - empty);
  const along = (name: string, way: 'deletion' | 'insertion') =>
    shares.map((_, step) => scaled(meanOf(faces.map(({ paths }) => paths[name]![way].margin[step]!))));
  const keptAlong = (pick: (face: FaceCurves) => Path) =>
    shares.map((_, step) => meanOf(faces.map((face) => pick(face).kept[step]!)));
  return {
    removal,
    shares: xs,
    full,
    empty,
    maps: names.map((name): MapScore => {
      const deletion = [1, ...along(name, 'deletion'), 0];
      const insertion = [0, ...along(name, 'insertion'), 1];
      return {
        name,
        deletion: area(xs, deletion),
        insertion: area(xs, insertion),
        gap: measured(gaps.get(name)!, name),
        kept: {
          deletion: keptAlong(({ paths }) => paths[name]!.deletion),
          insertion: keptAlong(({ paths }) => paths[name]!.insertion),
        },
        curve: { deletion, insertion },
      };
    }),
    gains: pairs.map(([map, over]) => {
      const difference = gaps.get(map)!.map((gap, face) => gap - gaps.get(over)![face]!);
      return { map, over, ...measured(difference, `${map} over ${over}`) };
    }),
  };
}

/** Kendall's tau of the order of maps by their gaps, for each pair of removals. */
export function orderAgreement(
  scores: readonly RemovalScores[],
): readonly { readonly removals: readonly [Removal, Removal]; readonly tau: number }[] {
  return scores.flatMap((first, at) =>
    scores.slice(at + 1).map((second) => ({
      removals: [first.removal, second.removal] as const,
      tau: kendall(
        first.maps.map(({ gap }) => gap.value),
        first.maps.map(({ name }) => second.maps.find((map) => map.name === name)!.gap.value),
      ),
    })),
  );
}

/** The trapezoid rule over [0, 1]. */
export function area(xs: readonly number[], ys: readonly number[]): number {
  let sum = 0;
  for (let at = 1; at < xs.length; at++) sum += ((xs[at]! - xs[at - 1]!) * (ys[at]! + ys[at - 1]!)) / 2;
  return sum;
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function sumOf(values: readonly number[], own: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < own.length; at++) sum += values[own[at]!]!;
  return sum;
}
