// How well features separate the classes: cosines within and between classes, and with the prototypes.
import { argmax } from '../core/argmax.ts';
import type { NumericArray } from '../core/array.ts';
import { dot, type PlanePoint, type PrincipalPlane, unit } from './principal-plane.ts';

export interface SimilarityHistogram {
  /** Centres of bins of equal width from -1 to 1. */
  readonly middles: readonly number[];
  /** Shares of the pairs in each bin, summing to 1 if there are pairs. */
  readonly within: readonly number[];
  readonly between: readonly number[];
  readonly withinMean: number;
  readonly betweenMean: number;
  /** Probability that a pair of the same class is more similar than a pair of different classes: 0.5 is chance, 1 perfect separation. */
  readonly separation: number;
}

/** How well image features separate the classes, for plain CLIP or with the trained visual prompts. */
export interface FeatureStage {
  readonly name: string;
  readonly histogram: SimilarityHistogram;
  /** Share of the faces whose nearest prototype is that of their class, 0-1. */
  readonly nearestIsOwn: number;
  /** Faces and, as marks, prototypes in the plane of the features' two principal components. */
  readonly map: {
    readonly points: readonly (PlanePoint & { readonly label: number })[];
    readonly marks: readonly PlanePoint[];
    readonly explained: PrincipalPlane['explained'];
  };
}

/** Cosines between the text features of all classes, for one kind of prompt. */
export interface TextSimilarities {
  readonly name: string;
  /** [C, C] */
  readonly cosines: readonly (readonly number[])[];
}

const binCount = 80;

/** Similarities of all pairs of faces. @param features [n, E] @param labels class of each row */
export function pairSimilarities(features: NumericArray, labels: readonly number[]): SimilarityHistogram {
  const rows = unitRows(features);
  const counts = { within: new Float64Array(binCount), between: new Float64Array(binCount) };
  const sums = { within: 0, between: 0 };
  rows.forEach((row, one) => {
    for (let other = 0; other < one; other++) {
      const cosine = dot(row, rows[other]!);
      const kind = labels[one] === labels[other] ? 'within' : 'between';
      counts[kind][Math.min(binCount - 1, Math.max(0, Math.floor(((cosine + 1) / 2) * binCount)))]! += 1;
      sums[kind] += cosine;
    }
  });
  const total = (kind: 'within' | 'between') => counts[kind].reduce((sum, count) => sum + count, 0);
  const [n, m] = [total('within'), total('between')];
  let below = 0;
  let wins = 0;
  for (let bin = 0; bin < binCount; bin++) {
    wins += counts.within[bin]! * (below + counts.between[bin]! / 2);
    below += counts.between[bin]!;
  }
  return {
    middles: Array.from({ length: binCount }, (_, bin) => (2 * (bin + 0.5)) / binCount - 1),
    within: Array.from(counts.within, (count) => (n === 0 ? 0 : count / n)),
    between: Array.from(counts.between, (count) => (m === 0 ? 0 : count / m)),
    withinMean: sums.within / n,
    betweenMean: sums.between / m,
    separation: wins / (n * m),
  };
}

/** Cosines of every row of `a` with every row of `b`. */
export function cosineMatrix(a: NumericArray, b: NumericArray): readonly (readonly number[])[] {
  const others = unitRows(b);
  return unitRows(a).map((row) => others.map((other) => dot(row, other)));
}

/** Share of the faces whose nearest prototype is that of their own class. */
export function nearestIsOwn(similarities: readonly (readonly number[])[], labels: readonly number[]): number {
  const right = similarities.filter((row, face) => argmax(row) === labels[face]).length;
  return right / labels.length;
}

/**
 * The faces most similar to each prototype, regardless of their class: at most `count` indices each, nearest first.
 *
 * @param groups the person in each face, if known: only one face per person is kept, since frames of a sequence hardly differ
 */
export const nearestFaces = (
  similarities: readonly (readonly number[])[],
  count: number,
  groups: readonly (string | undefined)[] = [],
): readonly (readonly number[])[] =>
  (similarities[0] ?? []).map((_, prototype) =>
    similarities
      .map((row, face) => ({ face, cosine: row[prototype]! }))
      .sort((a, b) => b.cosine - a.cosine || a.face - b.face)
      .map(({ face }) => face)
      .filter(firstOfGroup(groups))
      .slice(0, count),
  );

/** True for the first face of each group, and for faces without a group. */
function firstOfGroup(groups: readonly (string | undefined)[]): (face: number) => boolean {
  const seen = new Set<string>();
  return (face) => {
    const group = groups[face];
    if (group === undefined) return true;
    if (seen.has(group)) return false;
    seen.add(group);
    return true;
  };
}

const unitRows = ({ data, shape }: NumericArray): readonly Float64Array[] =>
  Array.from({ length: shape[0]! }, (_, row) => unit(data.subarray(row * shape[1]!, (row + 1) * shape[1]!)));
