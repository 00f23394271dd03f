// Regions of an aligned face: which patch shows what, by where the recipe of alignment puts it.
import type { AlignmentRecipe } from '../faces/alignment.ts';
import { eyesLevel } from '../faces/alignment.ts';
import type { Point } from '../faces/face.ts';

export const faceRegions = ['brows', 'eyes', 'nose', 'cheeks', 'mouth', 'jaw', 'background'] as const;

export type FaceRegion = (typeof faceRegions)[number];

/** An ellipse around the middle of the eyes, in distances between the eyes: x to the right, y down. */
export interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The first that holds a point names it. Proportions of an adult face, seen from the front. */
const shapes: readonly (readonly [FaceRegion, readonly Ellipse[]])[] = [
  ['eyes', paired({ x: 0.5, y: 0, width: 0.56, height: 0.36 })],
  ['brows', paired({ x: 0.5, y: -0.32, width: 0.8, height: 0.34 })],
  ['mouth', [{ x: 0, y: 1.08, width: 1.1, height: 0.58 }]],
  ['nose', [{ x: 0, y: 0.42, width: 0.58, height: 0.95 }]],
  ['cheeks', paired({ x: 0.62, y: 0.62, width: 0.85, height: 0.95 })],
  ['jaw', [{ x: 0, y: 1.3, width: 1.7, height: 0.9 }]],
];

/** The ellipse and its mirror image. */
export function paired(ellipse: Ellipse): readonly Ellipse[] {
  return [ellipse, { ...ellipse, x: -ellipse.x }];
}

export const isIn = ({ x, y, width, height }: Ellipse, point: Point): boolean =>
  ((point.x - x) / (width / 2)) ** 2 + ((point.y - y) / (height / 2)) ** 2 <= 1;

/** The middle of each patch, row by row, in the units of {@link Ellipse}. */
export const patchCentres = (
  rows: number,
  columns: number,
  { eyeDistance, eyeLine }: AlignmentRecipe,
): readonly Point[] =>
  Array.from({ length: rows * columns }, (_, at) => ({
    x: (((at % columns) + 0.5) / columns - 0.5) / eyeDistance,
    y: ((Math.floor(at / columns) + 0.5) / rows - eyeLine) / eyeDistance,
  }));

/** The region of each patch, row by row: the one at its middle. Forehead, hair and what is behind the face are `background`. */
export function patchRegions(
  rows: number,
  columns: number,
  recipe: AlignmentRecipe = eyesLevel,
): readonly FaceRegion[] {
  return patchCentres(rows, columns, recipe).map(
    (point) => shapes.find(([, own]) => own.some((one) => isIn(one, point)))?.[0] ?? 'background',
  );
}

/** What of a map is in each region: its share of all positive values; all 0 of a map without any. */
export function regionShares(
  map: readonly number[],
  regions: readonly FaceRegion[],
): Readonly<Record<FaceRegion, number>> {
  const positive = map.map((value) => Math.max(0, value));
  const sum = positive.reduce((total, value) => total + value, 0);
  const share = (region: FaceRegion) =>
    sum === 0 ? 0 : positive.reduce((total, value, at) => (regions[at] === region ? total + value : total), 0) / sum;
  return Object.fromEntries(faceRegions.map((region) => [region, share(region)])) as Record<FaceRegion, number>;
}
