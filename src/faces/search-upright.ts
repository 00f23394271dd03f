// One search: the detector looks at a picture in some sizes, and the second network confirms and measures each face.
import { float32Data } from '../core/array.ts';
import type { RgbImage } from '../core/image.ts';
import type { Program } from '../engine/engine.ts';
import { cellSize, type Detection, readDetections, withoutDuplicates } from './detection.ts';
import { type Face, rollOf } from './face.ts';
import { findLandmarks, type Landmarks } from './landmark-model.ts';
import type { Level } from './pyramid.ts';

/** The two networks, ready to run. */
export interface FacePrograms {
  readonly detector: Program<string>;
  readonly landmarks: Program<string>;
}

/** A face, and how sure the second network is that it is one, 0 to 1. */
export type Found = Face & { readonly presence: number };

/** What the detector must say of a face, and then the second network of it: nearly all that only the first believes is none. */
const leastScore = 0.5;
const leastPresence = 0.5;

/** From here on, a place is worth a look at a finer size. */
const leastTrace = 0.05;

/** Degrees by which the detector may be wrong about a face's turn. */
const mostTurn = 8;

/**
 * Searches some sizes of a picture for faces that are more or less upright.
 *
 * @param levels of the picture, the largest first; faces are measured in the one that suits them
 * @param searched the sizes to search
 */
export async function searchUpright(
  programs: FacePrograms,
  image: RgbImage,
  levels: readonly Level[],
  searched: readonly Level[],
  signal: AbortSignal | undefined,
): Promise<readonly Found[]> {
  return confirmed(programs, image, levels, await detectIn(programs, searched, signal), signal);
}

/**
 * What the detector sees in some sizes of a picture, in pixels of the picture.
 *
 * @param what faces, or traces too, which may be some
 */
export async function detectIn(
  { detector }: FacePrograms,
  searched: readonly Level[],
  signal: AbortSignal | undefined,
  what: 'faces' | 'traces' = 'faces',
): Promise<readonly Detection[]> {
  const detections: Detection[] = [];
  for (const level of searched) detections.push(...(await detect(detector, level, what, signal)));
  return detections;
}

/** Those of the detections that the second network takes for faces, measured by it. */
export async function confirmed(
  { landmarks }: FacePrograms,
  image: RgbImage,
  levels: readonly Level[],
  detections: readonly Detection[],
  signal: AbortSignal | undefined,
): Promise<readonly Found[]> {
  const likely = detections.filter(({ score }) => score >= leastScore);
  const distinct = withoutDuplicates(likely.toSorted((a, b) => b.score - a.score));
  const measure = (faces: readonly Detection[]) => findLandmarks(landmarks, image, levels, faces, signal);
  const found = await measure(distinct);
  // Where the detector was far off about the eyes, the face was not level in what the second network saw: it looks again.
  const wrong = distinct.flatMap((detection, index) => {
    const { eyes } = found[index]!;
    return angleBetween(rollOf(eyes), rollOf(detection.eyes)) > mostTurn ? [index] : [];
  });
  const again = await measure(wrong.map((index) => ({ ...distinct[index]!, eyes: found[index]!.eyes })));
  const faces = distinct.flatMap((detection, index) => asFace(detection, again[wrong.indexOf(index)] ?? found[index]!));
  return withoutDuplicates(faces);
}

/** The faces of one level, in pixels of the picture. */
async function detect(
  detector: Program<string>,
  { image, scaleX, scaleY }: Level,
  what: 'faces' | 'traces',
  signal: AbortSignal | undefined,
): Promise<readonly Detection[]> {
  const { data, width, height } = padded(image);
  const outputs = await detector.run({ pixels: { type: 'uint8', shape: [1, height, width, 3], data } }, signal);
  const read = (threshold: number) =>
    readDetections(float32Data(outputs.boxes!), float32Data(outputs.scores!), width / cellSize, threshold);
  // A face is the mean of cells that are sure of it; those that are not tell no more than where one may be.
  const traces = what === 'traces' ? read(leastTrace).filter(({ score }) => score < leastScore) : [];
  const found = [...read(leastScore), ...traces];
  const inPicture = ({ x, y }: { readonly x: number; readonly y: number }) => ({ x: x * scaleX, y: y * scaleY });
  return found.map(({ box, eyes, score }) => ({
    box: { ...inPicture(box), width: box.width * scaleX, height: box.height * scaleY },
    eyes: { left: inPicture(eyes.left), right: inPicture(eyes.right) },
    score,
  }));
}

/** The network halves the picture five times: black at the right and below fills it up. */
const multiple = 32;

function padded({ width, height, data }: RgbImage): RgbImage {
  const [columns, rows] = [width, height].map((side) => Math.ceil(side / multiple) * multiple) as [number, number];
  if (columns === width && rows === height) return { width, height, data };
  const result = new Uint8Array(columns * rows * 3);
  for (let row = 0; row < height; row++)
    result.set(data.subarray(row * width * 3, (row + 1) * width * 3), row * columns * 3);
  return { width: columns, height: rows, data: result };
}

/** One face, or none where the second network does not see one. */
export function asFace({ box, score }: Detection, { points, eyes, presence }: Landmarks): readonly Found[] {
  const isFace = presence >= leastPresence && (eyes.left.x !== eyes.right.x || eyes.left.y !== eyes.right.y);
  return isFace ? [{ box, score, eyes, roll: rollOf(eyes), landmarks: points, presence }] : [];
}

/** Degrees, 0 to 180. */
const angleBetween = (a: number, b: number): number => Math.abs(((((a - b) % 360) + 540) % 360) - 180);
