// Where the eyes are in the pictures of a face set: found, or, where no face was found, where they mostly are.
import { distance, type Eyes, midpoint, rollOf } from '../../faces/face.ts';

/** [count, 4]: x and y of the left eye, then of the right one, in pixels of each picture. */
export type EyePlaces = Float32Array;

/** FERPlus' own geometry, of 1,338 faces: the middle of the eyes and their distance, in sides of the picture. */
const usual = { x: 0.5, y: 0.393, apart: 0.36 };

/** Where eyes are in crops of faces; what was found elsewhere is another face, or none. */
const plausible = { apart: [0.15, 0.7], x: [0.2, 0.8], y: [0.15, 0.7], roll: 45 } as const;

/**
 * @param found the eyes in each picture, undefined where there is no face
 * @param size side of the pictures, pixels
 * @returns where there are none, level eyes at the medians of the others: those of FERPlus when there are no others
 */
export function eyePlaces(found: readonly (Eyes | undefined)[], size: number): EyePlaces {
  const kept = found.map((eyes) => (eyes !== undefined && isPlausible(eyes, size) ? eyes : undefined));
  const known = kept.filter((eyes) => eyes !== undefined);
  const medianOf = (value: (eyes: Eyes) => number, otherwise: number) => median(known.map(value)) ?? otherwise * size;
  const x = medianOf((eyes) => midpoint(eyes.left, eyes.right).x, usual.x);
  const y = medianOf((eyes) => midpoint(eyes.left, eyes.right).y, usual.y);
  const apart = medianOf((eyes) => distance(eyes.left, eyes.right), usual.apart);
  const fitted: Eyes = { left: { x: x - apart / 2, y }, right: { x: x + apart / 2, y } };
  const places = new Float32Array(4 * found.length);
  for (const [index, eyes] of kept.entries()) {
    const { left, right } = eyes ?? fitted;
    places.set([left.x, left.y, right.x, right.y], 4 * index);
  }
  return places;
}

/** The eyes of one face. */
export function eyesAt(places: EyePlaces, face: number): Eyes {
  const at = 4 * face;
  return { left: { x: places[at]!, y: places[at + 1]! }, right: { x: places[at + 2]!, y: places[at + 3]! } };
}

function isPlausible(eyes: Eyes, size: number): boolean {
  const within = (value: number, [least, most]: readonly [number, number]) => value >= least && value <= most;
  const middle = midpoint(eyes.left, eyes.right);
  return (
    within(distance(eyes.left, eyes.right) / size, plausible.apart) &&
    within(middle.x / size, plausible.x) &&
    within(middle.y / size, plausible.y) &&
    Math.abs(rollOf(eyes)) <= plausible.roll
  );
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 || sorted.length === 0 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
