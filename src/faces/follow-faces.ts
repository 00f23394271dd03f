// Follows faces into the next frame of a video by the second network alone: it looks where each face was, without a search of the picture.
import type { RgbImage } from '../core/image.ts';
import { withoutDuplicates } from './detection.ts';
import { type Box, distance, type Face, type Point, rollOf } from './face.ts';
import { findLandmarks, type Landmarks } from './landmark-model.ts';
import { halvesFor } from './pyramid.ts';
import { asFace, type FacePrograms, type Found } from './search-upright.ts';

/** A face that moved by more than this part of its box's side was at the rim of what the network saw: it looks again. */
const farMove = 0.1;

/**
 * The same faces a moment later. One that is not where it was, or moved by more than half its size, is lost.
 *
 * @param faces of the frame before
 * @returns faces whose boxes are to their points as they were before, and whose scores are kept
 */
export async function followFaces(
  { landmarks }: FacePrograms,
  image: RgbImage,
  faces: readonly Face[],
  signal: AbortSignal | undefined,
): Promise<readonly Found[]> {
  const levels = halvesFor(image, Math.max(...faces.map(sideOf)));
  const look = async (those: readonly Face[]): Promise<readonly (Found | undefined)[]> => {
    const found = await findLandmarks(landmarks, image, levels, those, signal);
    return those.map((face, index) => {
      const now = found[index]!;
      return asFace({ ...face, box: movedBox(face, now) }, now)[0];
    });
  };
  const near = await look(faces);
  const far = near.flatMap((face, index) => (face !== undefined && isFar(faces[index]!, face) ? [index] : []));
  const again = await look(far.map((index) => near[index]!));
  const followed = near.flatMap((face, index) => {
    const place = far.indexOf(index);
    return (place < 0 ? face : again[place]) ?? [];
  });
  // Of two people of whom one stepped before the other, both may have become the one in front.
  return withoutDuplicates(followed.toSorted((a, b) => b.presence - a.presence));
}

const sideOf = ({ box }: Face): number => Math.max(box.width, box.height);

const middleOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

const isFar = (before: Face, now: Face): boolean =>
  distance(middleOf(before.box), middleOf(now.box)) > farMove * sideOf(before);

/** The box is to the points as it was: it is moved, scaled and turned about their middle with them, and stays upright itself. */
function movedBox({ box, eyes, landmarks }: Face, now: Landmarks): Box {
  const [before, after] = [spreadOf(landmarks), spreadOf(now.points)];
  const scale = after.size / before.size;
  const turn = ((rollOf(now.eyes) - rollOf(eyes)) * Math.PI) / 180;
  const middle = middleOf(box);
  const [across, down] = [(middle.x - before.x) * scale, (middle.y - before.y) * scale];
  const [width, height] = [box.width * scale, box.height * scale];
  return {
    x: after.x + across * Math.cos(turn) - down * Math.sin(turn) - width / 2,
    y: after.y + across * Math.sin(turn) + down * Math.cos(turn) - height / 2,
    width,
    height,
  };
}

/** The mean of the points, and their mean distance from it. */
function spreadOf(points: Float32Array) {
  const count = points.length / 3;
  let [x, y, size] = [0, 0, 0];
  for (let at = 0; at < points.length; at += 3) {
    x += points[at]! / count;
    y += points[at + 1]! / count;
  }
  for (let at = 0; at < points.length; at += 3)
    size += Math.sqrt((points[at]! - x) ** 2 + (points[at + 1]! - y) ** 2) / count;
  return { x, y, size };
}
