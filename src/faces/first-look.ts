// The first look at a picture: the halves of its finest size as a whole, and of the finest size, where three quarters of the time would go,
// only what surrounds the traces of small faces that the half shows.
import { crop } from '../image/crop.ts';
import type { Detection } from './detection.ts';
import type { Box } from './face.ts';
import type { LookOptions } from './find-options.ts';
import { type Level, surelyFound } from './pyramid.ts';
import { detectIn, type FacePrograms } from './search-upright.ts';

/** Faces that the detector believes this much are hardly ever none. */
export const certainScore = 0.8;

/** Pictures with a shorter long side are searched in their own size at once. */
const worthHalving = 400;

/** Side of what is looked at around a trace, in pixels of the finest size: a small face, and as much again on each side. */
const around = 128;

/** Where the surroundings of traces are this part of the picture, all of it is looked at. */
const mostParts = 0.5;

/**
 * What the detector sees, in pixels of the picture. All of the finest size is searched where a size of face was asked for, in small
 * pictures, and where the other sizes show no face for certain.
 *
 * @param levels of the picture, the largest first
 */
export async function firstLook(
  programs: FacePrograms,
  levels: readonly Level[],
  { minFace, anyRotation = false, signal }: LookOptions,
): Promise<readonly Detection[]> {
  const [finest, half, ...rest] = levels as readonly [Level, Level?, ...Level[]];
  const longest = Math.max(finest.image.width, finest.image.height);
  if (half === undefined || minFace !== undefined || anyRotation || longest < worthHalving)
    return detectIn(programs, levels, signal);
  const coarse = [...(await detectIn(programs, [half], signal, 'traces')), ...(await detectIn(programs, rest, signal))];
  const isCertain = coarse.some(({ score }) => score >= certainScore);
  const fine = isCertain ? regionsOf(coarse, finest, half) : undefined;
  if (fine === undefined) return [...(await detectIn(programs, [finest], signal)), ...coarse];
  const found: Detection[] = [...coarse];
  for (const { x, y, level } of fine) {
    const move = (point: { readonly x: number; readonly y: number }) => ({ x: point.x + x, y: point.y + y });
    for (const { box, eyes, score } of await detectIn(programs, [level], signal))
      found.push({ box: { ...box, ...move(box) }, eyes: { left: move(eyes.left), right: move(eyes.right) }, score });
  }
  return found;
}

interface Region {
  /** Its corner in pixels of the picture. */
  readonly x: number;
  readonly y: number;
  readonly level: Level;
}

/** The parts of the finest size that are worth a look; undefined where they are most of it. */
function regionsOf(coarse: readonly Detection[], { image, scaleX, scaleY }: Level, half: Level): Region[] | undefined {
  const small = surelyFound * Math.max(half.scaleX, half.scaleY);
  const isSmall = ({ box }: Detection) => Math.max(box.width, box.height) < small;
  const large = coarse.filter((detection) => detection.score >= certainScore && !isSmall(detection));
  const [width, height] = [Math.min(around, image.width), Math.min(around, image.height)];
  const corners: { readonly left: number; readonly top: number }[] = [];
  for (const detection of coarse) {
    // Cells on a face say small things about its parts.
    if (!isSmall(detection) || large.some(({ box }) => isOn(box, detection.box))) continue;
    const x = (detection.box.x + detection.box.width / 2) / scaleX;
    const y = (detection.box.y + detection.box.height / 2) / scaleY;
    const isSeen = corners.some(
      ({ left, top }) => Math.abs(x - left - width / 2) < width / 4 && Math.abs(y - top - height / 2) < height / 4,
    );
    if (isSeen) continue;
    corners.push({ left: cornerAt(x, width, image.width), top: cornerAt(y, height, image.height) });
    if (corners.length * width * height > mostParts * image.width * image.height) return undefined;
  }
  return corners.map(({ left, top }) => ({
    x: left * scaleX,
    y: top * scaleY,
    level: { image: crop(image, left, top, width, height), scaleX, scaleY },
  }));
}

const cornerAt = (middle: number, length: number, whole: number): number =>
  Math.min(Math.max(Math.round(middle - length / 2), 0), whole - length);

/** Whether the middle of what was seen is on the face. */
function isOn(face: Box, { x, y, width, height }: Box): boolean {
  const [across, down] = [x + width / 2 - face.x, y + height / 2 - face.y];
  return across >= 0 && across <= face.width && down >= 0 && down <= face.height;
}
