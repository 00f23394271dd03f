// Regions of an aligned face: which patch shows what, by where the recipe of alignment puts it.
import type { AlignmentRecipe } from '../faces/alignment.ts';
import { eyesLevel } from '../faces/alignment.ts';

export const faceRegions = ['brows', 'eyes', 'nose', 'cheeks', 'mouth', 'jaw', 'background'] as const;

export type FaceRegion = (typeof faceRegions)[number];

/** An ellipse around the middle of the eyes, in distances between the eyes: x to the right, y down. */
interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The first that holds a point names it. Proportions of an adult face, seen from the front. */
const shapes: readonly (readonly [FaceRegion, readonly Ellipse[]])[] = [
  ['eyes', pair({ x: 0.5, y: 0, width: 0.56, height: 0.36 })],
  ['brows', pair({ x: 0.5, y: -0.32, width: 0.8, height: 0.34 })],
  ['mouth', [{ x: 0, y: 1.08, width: 1.1, height: 0.58 }]],
  ['nose', [{ x: 0, y: 0.42, width: 0.58, height: 0.95 }]],
  ['cheeks', pair({ x: 0.62, y: 0.62, width: 0.85, height: 0.95 })],
  ['jaw', [{ x: 0, y: 1.3, width: 1.7, height: 0.9 }]],
];

function pair(ellipse: Ellipse): readonly Ellipse[] {
  return [ellipse, { ...ellipse, x: -ellipse.x }];
}

/** The region of each patch, row by row: the one at its middle. Forehead, hair and what is behind the face are `background`. */
export function patchRegions(
  rows: number,
  columns: number,
  { eyeDistance, eyeLine }: AlignmentRecipe = eyesLevel,
): readonly FaceRegion[] {
  return Array.from({ length: rows * columns }, (_, at): FaceRegion => {
    const x = (((at % columns) + 0.5) / columns - 0.5) / eyeDistance;
    const y = ((Math.floor(at / columns) + 0.5) / rows - eyeLine) / eyeDistance;
    const isIn = (ellipse: Ellipse) =>
      ((x - ellipse.x) / (ellipse.width / 2)) ** 2 + ((y - ellipse.y) / (ellipse.height / 2)) ** 2 <= 1;
    return shapes.find(([, own]) => own.some(isIn))?.[0] ?? 'background';
  });
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
