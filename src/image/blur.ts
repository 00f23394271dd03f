// Gaussian blur, as from an out-of-focus lens. The edge pixels are repeated beyond the border.
import type { RgbImage } from '../core/image.ts';

/** A new image. @param deviation in pixels; 0 changes nothing */
export function blurred(image: RgbImage, deviation: number): RgbImage {
  if (deviation <= 0) return { ...image, data: image.data.slice() };
  const { width, height } = image;
  const kernel = kernelOf(deviation);
  const across = along(image.data, kernel, height, width, width * 3, 3);
  const down = along(across, kernel, width, height, 3, width * 3);
  return { width, height, data: Uint8Array.from(down, Math.round) };
}

/** Weights from the middle outwards, three deviations far, that sum to 1 with both sides. */
function kernelOf(deviation: number): Float64Array {
  const reach = Math.ceil(3 * deviation);
  const weights = Float64Array.from({ length: reach + 1 }, (_, at) => Math.exp(-(at ** 2) / (2 * deviation ** 2)));
  const sum = weights.reduce((total, weight, at) => total + (at === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / sum);
}

/** Every line of `length` pixels; lines are `lineStep` apart, pixels of a line `step`. */
function along(
  data: ArrayLike<number>,
  kernel: Float64Array,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
): Float64Array {
  const result = new Float64Array(data.length);
  for (let line = 0; line < lines; line++) {
    for (let at = 0; at < length; at++) {
      for (let channel = 0; channel < 3; channel++) {
        const start = line * lineStep + channel;
        let sum = kernel[0]! * data[start + at * step]!;
        for (let reach = 1; reach < kernel.length; reach++) {
          const before = data[start + Math.max(at - reach, 0) * step]!;
          const after = data[start + Math.min(at + reach, length - 1) * step]!;
          sum += kernel[reach]! * (before + after);
        }
        result[start + at * step] = sum;
      }
    }
  }
  return result;
}
