// A random view of a grey face: mirrored, rotated, scaled, shifted, relit, partly covered.
import type { Random } from '../../core/random.ts';

export interface ViewOptions {
  /** Largest rotation, degrees. */
  readonly degrees: number;
  /** The scale is in [1 - zoom, 1 + zoom], the ratio of height to width in [1 - zoom / 2, 1 + zoom / 2]. */
  readonly zoom: number;
  /** Largest shift, as a share of the side. */
  readonly shift: number;
  /** Largest change of brightness, as a share of white. */
  readonly brightness: number;
  /** Contrast is multiplied by a factor in [1 - contrast, 1 + contrast]. */
  readonly contrast: number;
  /** Probability of covering a box with a random grey. */
  readonly erase: number;
  /** Smallest and largest share of the image covered by the box. */
  readonly erased: readonly [number, number];
}

/** Writes a view of `source` [S, S] (0-255, starting at `offset`) into `view` [S, S]. Values may slightly exceed 0-255. */
export function greyView(
  source: Uint8Array,
  offset: number,
  size: number,
  options: ViewOptions,
  random: Random,
  view: Float32Array,
): void {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const mirror = random.uniform() < 0.5 ? -1 : 1;
  const angle = (between(-options.degrees, options.degrees) * Math.PI) / 180;
  const scale = between(1 - options.zoom, 1 + options.zoom);
  const ratio = between(1 - options.zoom / 2, 1 + options.zoom / 2);
  const shiftX = between(-options.shift, options.shift) * size;
  const shiftY = between(-options.shift, options.shift) * size;
  const gain = between(1 - options.contrast, 1 + options.contrast);
  const level = between(-options.brightness, options.brightness) * 255;
  const centre = (size - 1) / 2;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const base = 128 * (1 - gain) + level;
  for (let y = 0; y < size; y++) {
    const dy = (y - centre - shiftY) * ratio;
    for (let x = 0; x < size; x++) {
      const dx = (x - centre - shiftX) * mirror;
      const sourceX = clamp(centre + cos * dx - sin * dy, size - 1);
      const sourceY = clamp(centre + sin * dx + cos * dy, size - 1);
      const left = Math.min(Math.floor(sourceX), size - 2);
      const top = Math.min(Math.floor(sourceY), size - 2);
      const fx = sourceX - left;
      const fy = sourceY - top;
      const at = offset + top * size + left;
      const upper = source[at]! + (source[at + 1]! - source[at]!) * fx;
      const lower = source[at + size]! + (source[at + size + 1]! - source[at + size]!) * fx;
      view[y * size + x] = base + gain * (upper + (lower - upper) * fy);
    }
  }
  if (random.uniform() < options.erase) cover(view, size, between(...options.erased), between(0.5, 2), random);
}

/** The face, unchanged. */
export function plainView(source: Uint8Array, offset: number, size: number, view: Float32Array): void {
  for (let pixel = 0; pixel < size * size; pixel++) view[pixel] = source[offset + pixel]!;
}

/** Covers a box with one random grey. @param share of the view @param ratio of its width to its height */
export function cover(view: Float32Array, size: number, share: number, ratio: number, random: Random): void {
  const width = Math.min(size, Math.max(1, Math.round(size * Math.sqrt(share * ratio))));
  const height = Math.min(size, Math.max(1, Math.round(size * Math.sqrt(share / ratio))));
  const left = random.integer(size - width + 1);
  const top = random.integer(size - height + 1);
  const grey = 255 * random.uniform();
  for (let y = top; y < top + height; y++) view.fill(grey, y * size + left, y * size + left + width);
}

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
