// What cameras, files and bystanders do to a face: light, focus, resolution, noise, compression, cover.
import type { Random } from '../../core/random.ts';
import { compressBlocks } from './block-compression.ts';
import { cover } from './grey-view.ts';

export interface CameraOptions {
  /** Grey values are raised to a power in [exp(-gamma), exp(gamma)]. */
  readonly gamma: number;
  /** Largest gain or loss of light at one side of the face, as a share; the other side has the opposite. */
  readonly slope: number;
  /** Largest change of brightness, as a share of white. */
  readonly brightness: number;
  /** Contrast is multiplied by a factor in [1 - contrast, 1 + contrast]. */
  readonly contrast: number;
  /** Largest deviation of a blur, as a share of the side. */
  readonly blur: number;
  /** Largest gain of a sharpening: a large face that was reduced is sharper than one that was as small from the start. */
  readonly sharpen: number;
  /** Probability of a low resolution, and the lowest, as a share of the side. */
  readonly coarse: number;
  readonly coarsest: number;
  /** Largest deviation of noise, as a share of white. */
  readonly noise: number;
  /** Probability of JPEG compression, and its lowest and highest quality. */
  readonly compress: number;
  readonly quality: readonly [number, number];
  /** Probability of covering a box with a random grey, and its smallest and largest share of the view. */
  readonly erase: number;
  readonly erased: readonly [number, number];
}

/** Changes a view [S, S] (0-255) in place, as one camera would: lit first, then seen, then stored. Values stay in 0-255. */
export function throughCamera(view: Float32Array, size: number, options: CameraOptions, random: Random): void {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  light(view, size, options, random.split('light'));
  const seen = random.uniform();
  if (seen < options.coarse) filter(view, size, coarseKernel(size, between(options.coarsest, 1)));
  else if (random.uniform() < 0.5) filter(view, size, blurKernel(size, between(0, options.blur) * size));
  else sharpen(view, size, between(0, options.sharpen));
  const deviation = 255 * between(0, options.noise);
  const grains = random.split('noise');
  if (deviation > 0) for (let at = 0; at < view.length; at++) view[at] = view[at]! + deviation * grains.normal();
  clamp(view);
  if (random.uniform() < options.compress)
    compressBlocks(view, size, Math.round(between(...options.quality)), random.integer(8));
  if (random.uniform() < options.erase) cover(view, size, between(...options.erased), between(0.5, 2), random);
}

function light(view: Float32Array, size: number, options: CameraOptions, random: Random): void {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const power = Math.exp(between(-options.gamma, options.gamma));
  const gain = between(1 - options.contrast, 1 + options.contrast);
  const level = 255 * between(-options.brightness, options.brightness) + 128 * (1 - gain);
  const slope = between(-options.slope, options.slope);
  const angle = between(0, Math.PI);
  const [across, down] = [(slope * Math.cos(angle) * 2) / size, (slope * Math.sin(angle) * 2) / size];
  const middle = (size - 1) / 2;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const lit = view[at]! * (1 + across * (x - middle) + down * (y - middle));
      view[at] = level + gain * 255 * (Math.min(Math.max(lit, 0), 255) / 255) ** power;
    }
  clamp(view);
}

/** Gaussian weights [S, S] of each pixel of a row, the edge pixels repeated; a deviation of 0 changes nothing. */
function blurKernel(size: number, deviation: number): Float64Array {
  const kernel = new Float64Array(size * size);
  const reach = Math.ceil(3 * deviation);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    deviation > 0 ? Math.exp(-((at - reach) ** 2) / (2 * deviation ** 2)) : 1,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let to = 0; to < size; to++)
    for (const [at, weight] of weights.entries()) {
      const from = to * size + Math.min(Math.max(to + at - reach, 0), size - 1);
      kernel[from] = kernel[from]! + weight / total;
    }
  return kernel;
}

/** Weights [S, S] of a row that is averaged into `share` of its pixels and interpolated linearly again. */
function coarseKernel(size: number, share: number): Float64Array {
  const count = Math.max(2, Math.round(share * size));
  const step = size / count;
  const kernel = new Float64Array(size * size);
  const add = (to: number, pixel: number, weight: number) => {
    for (let from = Math.floor(pixel * step); from < Math.min(size, Math.ceil((pixel + 1) * step)); from++) {
      const overlap = Math.min(from + 1, (pixel + 1) * step) - Math.max(from, pixel * step);
      kernel[to * size + from] = kernel[to * size + from]! + (weight * overlap) / step;
    }
  };
  for (let to = 0; to < size; to++) {
    const place = Math.min(Math.max((to + 0.5) / step - 0.5, 0), count - 1);
    const first = Math.min(Math.floor(place), count - 2);
    add(to, first, first + 1 - place);
    add(to, first + 1, place - first);
  }
  return kernel;
}

/** Applies the weights [S, S] to rows and then to columns. */
function filter(view: Float32Array, size: number, kernel: Float64Array): void {
  const across = new Float64Array(size * size);
  for (let pass = 0; pass < 2; pass++) {
    const from = pass === 0 ? view : across;
    const into = pass === 0 ? across : view;
    // Each pass writes its rows as columns, so that the second turns the picture back.
    for (let row = 0; row < size; row++)
      for (let to = 0; to < size; to++) {
        let sum = 0;
        for (let at = 0; at < size; at++) {
          const weight = kernel[to * size + at]!;
          if (weight !== 0) sum += weight * from[row * size + at]!;
        }
        into[to * size + row] = sum;
      }
  }
}

function sharpen(view: Float32Array, size: number, gain: number): void {
  const soft = view.slice();
  filter(soft, size, blurKernel(size, 0.8));
  for (let at = 0; at < view.length; at++) view[at] = view[at]! + gain * (view[at]! - soft[at]!);
}

function clamp(view: Float32Array): void {
  for (let at = 0; at < view.length; at++) view[at] = Math.min(Math.max(view[at]!, 0), 255);
}
