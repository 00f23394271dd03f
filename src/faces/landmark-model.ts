// The second stage: 468 points of each face that was detected, and whether it is one.
import { float32Data } from '../core/array.ts';
import type { RgbImage } from '../core/image.ts';
import type { Program } from '../engine/engine.ts';
import type { Detection } from './detection.ts';
import { distance, type Eyes, midpoint, type Point } from './face.ts';
import type { Level } from './pyramid.ts';
import { sampleTurned, type TurnedRectangle } from './sample-turned.ts';

/** Points of a face, in pixels of the picture. */
export interface Landmarks {
  /** [468, 3] */
  readonly points: Float32Array;
  readonly eyes: Eyes;
  /** Probability that it is a face, 0 to 1. */
  readonly presence: number;
}

/** Side of what the network is shown. */
const side = 192;

/** It is shown this many box sides, turned so that the eyes are level. */
const reach = 1.5;

/** More faces at once gain nothing. */
const mostAtOnce = 16;

/** Corners of the eyes: their mean is the eye's centre. Left and right in the picture. */
const corners = { left: [33, 133], right: [362, 263] } as const;

/** @param levels of the picture, the largest first; the smallest that is sharp enough is sampled */
export async function findLandmarks(
  program: Program<string>,
  picture: RgbImage,
  levels: readonly Level[],
  detections: readonly Detection[],
  signal?: AbortSignal,
): Promise<readonly Landmarks[]> {
  const found: Landmarks[] = [];
  for (let begin = 0; begin < detections.length; begin += mostAtOnce) {
    const part = detections.slice(begin, begin + mostAtOnce).map(rectangleOf);
    const data = new Uint8Array(part.length * side * side * 3);
    part.forEach((rectangle, index) => {
      data.set(sampled(picture, levels, rectangle).data, index * side * side * 3);
    });
    const outputs = await program.run({ pixels: { type: 'uint8', shape: [part.length, side, side, 3], data } }, signal);
    const points = float32Data(outputs.points!);
    const presence = float32Data(outputs.presence!);
    part.forEach((rectangle, index) => {
      const length = points.length / part.length;
      const own = inPicture(points.subarray(index * length, (index + 1) * length), rectangle);
      const eye = (places: readonly [number, number]) => midpoint(pointAt(own, places[0]), pointAt(own, places[1]));
      found.push({
        points: own,
        eyes: { left: eye(corners.left), right: eye(corners.right) },
        presence: 1 / (1 + Math.exp(-presence[index]!)),
      });
    });
  }
  return found;
}

export const pointAt = (points: Float32Array, place: number): Point => ({
  x: points[3 * place]!,
  y: points[3 * place + 1]!,
});

function rectangleOf({ box, eyes }: Detection): TurnedRectangle {
  const step = (reach * Math.max(box.width, box.height)) / side;
  const apart = distance(eyes.left, eyes.right);
  const [alongX, alongY] =
    apart > 0
      ? [((eyes.right.x - eyes.left.x) / apart) * step, ((eyes.right.y - eyes.left.y) / apart) * step]
      : [step, 0];
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  return {
    width: side,
    height: side,
    x: middle.x - (side / 2) * (alongX - alongY),
    y: middle.y - (side / 2) * (alongY + alongX),
    alongX,
    alongY,
  };
}

/** The rectangle out of the smallest level that is at least as fine as the result, or out of the picture. */
function sampled(picture: RgbImage, levels: readonly Level[], rectangle: TurnedRectangle): RgbImage {
  const step = Math.hypot(rectangle.alongX, rectangle.alongY);
  const level = levels.findLast(({ scaleX, scaleY }) => Math.max(scaleX, scaleY) <= step);
  if (level === undefined) return sampleTurned(picture, rectangle);
  const { x, y, alongX, alongY } = rectangle;
  // A level's two scales differ by its rounding to whole pixels only.
  const scale = (level.scaleX + level.scaleY) / 2;
  return sampleTurned(level.image, {
    width: side,
    height: side,
    x: x / level.scaleX,
    y: y / level.scaleY,
    alongX: alongX / scale,
    alongY: alongY / scale,
  });
}

/** Depth is on the scale of the picture too. */
function inPicture(points: Float32Array, { x, y, alongX, alongY }: TurnedRectangle): Float32Array {
  const step = Math.hypot(alongX, alongY);
  const result = new Float32Array(points.length);
  for (let at = 0; at < points.length; at += 3) {
    const [u, v] = [points[at]!, points[at + 1]!];
    result[at] = x + u * alongX - v * alongY;
    result[at + 1] = y + u * alongY + v * alongX;
    result[at + 2] = points[at + 2]! * step;
  }
  return result;
}
