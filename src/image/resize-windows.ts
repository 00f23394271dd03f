// Which source pixels make each pixel of a resized line, and with which weights: Pillow's windows in fixed point.

export interface Windows {
  /** First source pixel of each target pixel, and how many follow. */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  /** Weights in units of 2^-22, `stride` places for each target pixel. */
  readonly weights: Int32Array;
  readonly stride: number;
}

/** Catmull and Rom's cubic, a = -0.5. */
function bicubic(distance: number): number {
  const x = Math.abs(distance);
  const a = -0.5;
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

const triangle = (distance: number): number => Math.max(0, 1 - Math.abs(distance));

const box = (distance: number): number => (distance > -0.5 && distance <= 0.5 ? 1 : 0);

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

function hamming(distance: number): number {
  const x = Math.abs(distance);
  return x >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x));
}

const lanczos = (distance: number): number =>
  distance >= -3 && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0;

/** Filters by Pillow's names. */
export const resizeFilters = ['bicubic', 'bilinear', 'lanczos', 'box', 'hamming'] as const;

export type ResizeFilter = (typeof resizeFilters)[number];

/** The weight at a distance in pixels, and beyond how many pixels it is 0. */
const filters: Readonly<Record<ResizeFilter, { weigh(distance: number): number; readonly reach: number }>> = {
  bicubic: { weigh: bicubic, reach: 2 },
  bilinear: { weigh: triangle, reach: 1 },
  lanczos: { weigh: lanczos, reach: 3 },
  box: { weigh: box, reach: 0.5 },
  hamming: { weigh: hamming, reach: 1 },
};

/** A data set has few sizes of images, random crops have many: what was kept is dropped when it grows. */
const kept = new Map<string, Windows>();
const mostKept = 256;

/**
 * Windows for a line of `size` pixels whose part from `begin` to `end` becomes `target` pixels.
 *
 * @param begin and `end`: numbers that float32 holds exactly
 */
export function windowsOf(
  size: number,
  begin: number,
  end: number,
  target: number,
  filter: ResizeFilter = 'bicubic',
): Windows {
  const key = `${filter} ${size} ${begin} ${end} ${target}`;
  const found = kept.get(key);
  if (found !== undefined) return found;
  if (kept.size >= mostKept) kept.clear();
  const windows = makeWindows(size, begin, end, target, filter);
  kept.set(key, windows);
  return windows;
}

function makeWindows(size: number, begin: number, end: number, target: number, filter: ResizeFilter): Windows {
  const { weigh, reach } = filters[filter];
  const scale = Math.fround(end - begin) / target;
  // When a line shrinks, the filter is stretched over all the pixels that fall together: that is the antialiasing.
  const stretch = Math.max(scale, 1);
  const support = reach * stretch;
  const stride = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(target);
  const lengths = new Int32Array(target);
  const weights = new Int32Array(target * stride);
  const exact = new Float64Array(stride);
  for (let at = 0; at < target; at++) {
    const centre = begin + (at + 0.5) * scale;
    const start = Math.max(Math.trunc(centre - support + 0.5), 0);
    const length = Math.min(Math.trunc(centre + support + 0.5), size) - start;
    let sum = 0;
    for (let tap = 0; tap < length; tap++) {
      const weight = weigh((tap + start - centre + 0.5) * (1 / stretch));
      exact[tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < length; tap++) {
      const weight = sum === 0 ? exact[tap]! : exact[tap]! / sum;
      weights[at * stride + tap] = Math.trunc(weight * 2 ** 22 + (weight < 0 ? -0.5 : 0.5));
    }
    starts[at] = start;
    lengths[at] = length;
  }
  return { starts, lengths, weights, stride };
}
