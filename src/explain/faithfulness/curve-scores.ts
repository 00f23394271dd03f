// What deletion and insertion say of maps: areas under scaled curves, their gap, and what a face's own map adds.
import type { Random } from '../../core/random.ts';
import { type Interval, scoreInterval } from '../../metrics/bootstrap.ts';
import { kendall } from '../../metrics/rank-correlation.ts';
import { isRandomOrder, randomControl } from './control-names.ts';
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
  /** The first faces, as many as there are maps of. */
  readonly faces: number;
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
  /** The gap of each random order, over the faces that have one. */
  readonly randomGaps: readonly number[];
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

/** Gaps of maps are compared on the faces that have both. */
export function removalScores({ removal, faces: all, shares, groups, pairs, random }: ScoreInput): RemovalScores {
  const xs = [0, ...shares, 1];
  const orders = Object.keys(all[0]!.paths).filter(isRandomOrder);
  const faces = all.map((face) => withMeanOfRandom(face, orders));
  const names = Object.keys(faces[0]!.paths);
  const having = (...maps: readonly string[]) => faces.filter(({ paths }) => maps.every((map) => map in paths));
  // One unit for all maps, also for those that fewer faces have. Its size: of an untrained model no face may have the larger margin, and more of
  // it first must still be better.
  const unit = Math.abs(meanOf(faces.map(({ full, empty }) => full - empty)));
  const gapOf = (name: string) => (face: FaceCurves) => faceGap(xs, face, name) / unit;
  const measured = (own: readonly FaceCurves[], gap: (face: FaceCurves) => number, purpose: string): Measured => {
    const gaps = own.map(gap);
    const mean = (some: ArrayLike<number>) => meanOf(Array.from(some, (face) => gaps[face]!));
    const everyone = own.map((_, face) => face);
    const sample = { labels: everyone, groups: groups?.slice(0, own.length) };
    return {
      value: mean(everyone),
      interval: scoreInterval(sample, mean, { random: random.split('gap', removal, purpose), resamples: 1000 }),
    };
  };
  return {
    removal,
    shares: xs,
    full: meanOf(faces.map(({ full }) => full)),
    empty: meanOf(faces.map(({ empty }) => empty)),
    maps: names.map((name): MapScore => {
      const own = having(name);
      const gap = measured(own, gapOf(name), name);
      return { name, faces: own.length, gap, ...curvesOf(xs, own, name, unit) };
    }),
    randomGaps: orders.map((order) => {
      const own = all.filter(({ paths }) => order in paths);
      return meanOf(own.map((face) => faceGap(xs, face, order) / unit));
    }),
    gains: pairs.map(([map, over]) => {
      const difference = (face: FaceCurves) => gapOf(map)(face) - gapOf(over)(face);
      return { map, over, ...measured(having(map, over), difference, `${map} over ${over}`) };
    }),
  };
}

/** Insertion less deletion of one face, in units of the margin. */
function faceGap(xs: readonly number[], { full, empty, paths }: FaceCurves, name: string): number {
  const { deletion, insertion } = paths[name]!;
  return area(xs, [empty, ...insertion.margin, full]) - area(xs, [full, ...deletion.margin, empty]);
}

/** Means over faces that have the map. The whole face is 1 where these are all faces, and near it where they are some. */
function curvesOf(xs: readonly number[], faces: readonly FaceCurves[], name: string, unit: number) {
  const [full, empty] = [meanOf(faces.map((face) => face.full)), meanOf(faces.map((face) => face.empty))];
  const along = (way: 'deletion' | 'insertion', value: keyof Path) =>
    xs.slice(1, -1).map((_, step) => meanOf(faces.map(({ paths }) => paths[name]![way][value][step]!)));
  const scaled = (margins: readonly number[]) => margins.map((margin) => (margin - empty) / unit);
  const deletion = scaled([full, ...along('deletion', 'margin'), empty]);
  const insertion = scaled([empty, ...along('insertion', 'margin'), full]);
  return {
    deletion: area(xs, deletion),
    insertion: area(xs, insertion),
    kept: { deletion: along('deletion', 'kept'), insertion: along('insertion', 'kept') },
    curve: { deletion, insertion },
  };
}

/** All random orders of a face as one control: the mean of their curves. A face without any keeps its other paths. */
function withMeanOfRandom(face: FaceCurves, orders: readonly string[]): FaceCurves {
  const rest = Object.fromEntries(Object.entries(face.paths).filter(([name]) => !isRandomOrder(name)));
  if (orders.length === 0 || !(orders[0]! in face.paths)) return { ...face, paths: rest };
  const along = (way: 'deletion' | 'insertion'): Path => {
    const own = orders.map((name) => face.paths[name]![way]);
    return {
      margin: own[0]!.margin.map((_, step) => meanOf(own.map(({ margin }) => margin[step]!))),
      kept: own[0]!.kept.map((_, step) => meanOf(own.map(({ kept }) => kept[step]!))),
    };
  };
  return {
    ...face,
    paths: { ...rest, [randomControl]: { deletion: along('deletion'), insertion: along('insertion') } },
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
  let total = 0;
  for (let at = 1; at < xs.length; at++) total += ((xs[at]! - xs[at - 1]!) * (ys[at]! + ys[at - 1]!)) / 2;
  return total;
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;
