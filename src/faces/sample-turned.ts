// A turned and scaled rectangle of a picture, resampled. No sine or cosine is taken, so every host computes the same bytes.
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';

/** Where a result's pixels come from: column u, row v is at (x + u alongX - v alongY, y + u alongY + v alongX) of the picture. */
export interface TurnedRectangle {
  /** Of the result, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Where the result's upper left corner is in the picture. */
  readonly x: number;
  readonly y: number;
  /** One step to the right in the result, in pixels of the picture. */
  readonly alongX: number;
  readonly alongY: number;
}

/** More samples than this along an axis change nothing that can be seen. */
const mostSamples = 64;

/**
 * Samples bilinearly; where the result is smaller, each of its pixels is the mean of a grid of samples at most one source pixel apart.
 *
 * @param outside what is beyond the picture: its edge pixels repeated, or black
 * @throws MpaferError `image` when the result has no size or the rectangle is not finite
 */
export function sampleTurned(
  { width, height, data }: RgbImage,
  rectangle: TurnedRectangle,
  outside: 'edge' | 'black' = 'edge',
): RgbImage {
  const { alongX, alongY } = rectangle;
  const step = Math.sqrt(alongX * alongX + alongY * alongY);
  const sized = [rectangle.width, rectangle.height].every((length) => Number.isInteger(length) && length > 0);
  if (!sized || !Number.isFinite(step) || !Number.isFinite(rectangle.x) || !Number.isFinite(rectangle.y))
    throw new MpaferError(
      'image',
      `Cannot cut ${rectangle.width} x ${rectangle.height} pixels at ${rectangle.x},${rectangle.y} out of a picture; expected a finite rectangle of whole pixels`,
    );
  const samples = Math.min(Math.max(Math.ceil(step - 1e-9), 1), mostSamples);
  const share = 1 / (samples * samples);
  const result = new Uint8Array(rectangle.width * rectangle.height * 3);
  const lastX = width - 1;
  const lastY = height - 1;
  let to = 0;
  for (let v = 0; v < rectangle.height; v++) {
    for (let u = 0; u < rectangle.width; u++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let row = 0; row < samples; row++) {
        const sampleV = v + (row + 0.5) / samples;
        for (let column = 0; column < samples; column++) {
          const sampleU = u + (column + 0.5) / samples;
          const pictureX = rectangle.x + sampleU * alongX - sampleV * alongY;
          const pictureY = rectangle.y + sampleU * alongY + sampleV * alongX;
          if (outside === 'black' && (pictureX < 0 || pictureY < 0 || pictureX > width || pictureY > height)) continue;
          const x = Math.min(Math.max(pictureX - 0.5, 0), lastX);
          const y = Math.min(Math.max(pictureY - 0.5, 0), lastY);
          const left = Math.floor(x);
          const top = Math.floor(y);
          const fx = x - left;
          const fy = y - top;
          const at = (top * width + left) * 3;
          const next = left < lastX ? 3 : 0;
          const below = at + (top < lastY ? width * 3 : 0);
          const upperLeft = (1 - fx) * (1 - fy);
          const upperRight = fx * (1 - fy);
          const lowerLeft = (1 - fx) * fy;
          const lowerRight = fx * fy;
          red +=
            data[at]! * upperLeft +
            data[at + next]! * upperRight +
            data[below]! * lowerLeft +
            data[below + next]! * lowerRight;
          green +=
            data[at + 1]! * upperLeft +
            data[at + next + 1]! * upperRight +
            data[below + 1]! * lowerLeft +
            data[below + next + 1]! * lowerRight;
          blue +=
            data[at + 2]! * upperLeft +
            data[at + next + 2]! * upperRight +
            data[below + 2]! * lowerLeft +
            data[below + next + 2]! * lowerRight;
        }
      }
      result[to] = Math.round(red * share);
      result[to + 1] = Math.round(green * share);
      result[to + 2] = Math.round(blue * share);
      to += 3;
    }
  }
  return { width: rectangle.width, height: rectangle.height, data: result };
}
