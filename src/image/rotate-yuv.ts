// Turns the planes of a video frame by quarters, as phones ask players to.
import type { YuvImage } from './yuv.ts';

/** Quarter turns, in degrees clockwise. */
export type QuarterTurn = 0 | 90 | 180 | 270;

/** A new frame, each plane turned by itself; the same one where nothing is to be turned. */
export function rotateYuv(frame: YuvImage, degrees: QuarterTurn): YuvImage {
  if (degrees === 0) return frame;
  const { width, height, data } = frame;
  const turned = new Uint8Array(data.length);
  const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const chroma = columns * rows;
  rotatePlane(data, turned, 0, width, height, degrees);
  rotatePlane(data, turned, width * height, columns, rows, degrees);
  rotatePlane(data, turned, width * height + chroma, columns, rows, degrees);
  return degrees === 180 ? { ...frame, data: turned } : { ...frame, width: height, height: width, data: turned };
}

/** A plane that begins at `start` in both arrays. */
function rotatePlane(
  from: Uint8Array,
  to: Uint8Array,
  start: number,
  width: number,
  height: number,
  degrees: QuarterTurn,
): void {
  // Where the first pixel goes, and how far a step to the right and one down move the target.
  const [first, right, down] =
    degrees === 90
      ? [height - 1, height, -1]
      : degrees === 180
        ? [width * height - 1, -1, -width]
        : [(width - 1) * height, -height, 1];
  for (let row = 0; row < height; row++) {
    let target = start + first + row * down;
    const source = start + row * width;
    for (let column = 0; column < width; column++) {
      to[target] = from[source + column]!;
      target += right;
    }
  }
}
