// Class sensitivity, stability and region removal: what a map must and must not depend on.
import type { RgbImage } from '../../core/image.ts';
import type { ExplanationMethod } from '../../evaluate/explanation.ts';
import { spearman } from '../../metrics/rank-correlation.ts';
import { largest } from '../explain-faces.ts';
import { type Explainer, type FaceScores, marginOf, type Question } from '../explainer.ts';
import type { Maps } from './controls.ts';
import { meanOf } from './curve-scores.ts';
import { meanCorrelation } from './randomised.ts';

/** Of each method: the mean of Spearman's correlation of the map with that of two other classes, the third and fourth most similar. */
export async function classSensitivity(
  explainer: Explainer,
  methods: readonly ExplanationMethod[],
  pixels: Float32Array,
  scores: readonly FaceScores[],
  questions: readonly Question[],
  maps: Readonly<Record<string, Maps>>,
): Promise<Readonly<Record<string, number>>> {
  const others = scores.map(({ similarity }, face): Question => {
    const { target, against } = questions[face]!;
    const rest = largest(similarity, similarity.length).filter((index) => index !== target && index !== against);
    return { target: rest[0] ?? against, against: rest[1] ?? target };
  });
  const found: Record<string, number> = {};
  for (const method of methods) {
    found[method] = meanCorrelation(maps[method]!, await explainer.maps(method, pixels, others));
  }
  return found;
}

/** How alike two sets of maps are. */
export interface Likeness {
  readonly spearman: number;
  /** Of the k largest patches: shared ones as a share of all of them. */
  readonly jaccard: number;
}

/** @param turned maps of changed faces, brought back to the places of the faces as they were */
export function likeness(maps: Maps, turned: Maps, k: number): Likeness {
  const jaccard = maps.map((map, face) => {
    const [a, b] = [largest(map, k), largest(turned[face]!, k)];
    const shared = a.filter((patch) => b.includes(patch)).length;
    return shared / (a.length + b.length - shared);
  });
  return { spearman: meanCorrelation(maps, turned), jaccard: meanOf(jaccard) };
}

/** A face as in a mirror. */
export function mirrored({ width, height, data }: RgbImage): RgbImage {
  const found = new Uint8Array(data.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [to, from] = [3 * (row * width + column), 3 * (row * width + width - 1 - column)];
      found.set(data.subarray(from, from + 3), to);
    }
  }
  return { width, height, data: found };
}

/** Moved to the right and down; the edge is repeated. */
export function shifted({ width, height, data }: RgbImage, by: number): RgbImage {
  const found = new Uint8Array(data.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = 3 * (Math.max(0, row - by) * width + Math.max(0, column - by));
      found.set(data.subarray(from, from + 3), 3 * (row * width + column));
    }
  }
  return { width, height, data: found };
}

/** A map as in a mirror. */
export const mirroredMap = (map: readonly number[], columns: number): readonly number[] =>
  map.map((_, at) => map[at - (at % columns) + columns - 1 - (at % columns)]!);

/**
 * For each face, Spearman's correlation over regions of what the margin loses without a region and of what the map says of it.
 *
 * @param regions the region of each patch
 */
export async function regionRemoval(
  explainer: Explainer,
  pixels: Float32Array,
  questions: readonly Question[],
  regions: readonly string[],
  maps: Readonly<Record<string, Maps>>,
): Promise<{
  readonly losses: readonly (readonly number[])[];
  readonly correlation: Readonly<Record<string, number>>;
}> {
  const names = [...new Set(regions)];
  const length = pixels.length / questions.length;
  const losses: number[][] = [];
  for (const [face, question] of questions.entries()) {
    const copies = new Float32Array((names.length + 1) * length);
    const keep = new Float32Array((names.length + 1) * regions.length).fill(1);
    for (let row = 0; row <= names.length; row++)
      copies.set(pixels.subarray(face * length, (face + 1) * length), row * length);
    names.forEach((name, row) => {
      regions.forEach((region, at) => {
        if (region === name) keep[row * regions.length + at] = 0;
      });
    });
    const margins = (await explainer.without(copies, keep)).map((similarity) => marginOf(similarity, question));
    losses.push(names.map((_, row) => margins[names.length]! - margins[row]!));
  }
  const said = (map: readonly number[]) =>
    names.map((name) => map.reduce((sum, value, at) => (regions[at] === name ? sum + value : sum), 0));
  const correlation = Object.entries(maps).map(([name, own]) => {
    const each = own.map((map, face) => spearman(said(map), losses[face]!)).filter(Number.isFinite);
    return [name, each.length === 0 ? 0 : meanOf(each)] as const;
  });
  return { losses, correlation: Object.fromEntries(correlation) };
}
