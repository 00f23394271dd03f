// Video planes to RGB: one conversion for all hosts, because ffmpeg's and the browsers' own differ by up to 42 of 255 levels.
import { MpaferError } from '../core/errors.ts';
import type { RgbImage } from '../core/image.ts';

/** Which weights of red and blue make luma: standard definition, high definition, ultra-high definition. */
export type YuvMatrix = 'bt601' | 'bt709' | 'bt2020';

/** `limited`: luma from 16 to 235, as in nearly all video; `full`: from 0 to 255, as in JPEG. */
export type YuvRange = 'limited' | 'full';

/** How the numbers of planes become colours. */
export interface YuvColour {
  readonly matrix: YuvMatrix;
  readonly range: YuvRange;
}

/** A frame in I420: a plane of luma, then two of chroma with half its columns and rows, rounded up. */
export interface YuvImage extends YuvColour {
  readonly width: number;
  readonly height: number;
  /** Y, U and V one after the other, rows from the top and without padding: `yuvLength(width, height)` bytes. */
  readonly data: Uint8Array;
}

/** Bytes of an I420 frame. */
export const yuvLength = (width: number, height: number): number =>
  width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);

/** The matrix of a video that names none: players take BT.709 from 1280 columns or 577 rows, and BT.601 below. */
export const usualMatrix = (width: number, height: number): YuvMatrix =>
  width >= 1280 || height > 576 ? 'bt709' : 'bt601';

/** Weights of red and blue in luma; ITU-R BT.601, BT.709 and BT.2020. */
const weights: Readonly<Record<YuvMatrix, readonly [red: number, blue: number]>> = {
  bt601: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  bt2020: [0.2627, 0.0593],
};

/** Fraction bits of the tables: sums of four entries fit 31 bits. */
const precision = 16;

interface Tables {
  readonly luma: Int32Array;
  readonly redOfV: Int32Array;
  readonly greenOfU: Int32Array;
  readonly greenOfV: Int32Array;
  readonly blueOfU: Int32Array;
}

const made = new Map<string, Tables>();

function tablesOf({ matrix, range }: YuvColour): Tables {
  const key = `${matrix} ${range}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const [red, blue] = weights[matrix];
  const green = 1 - red - blue;
  const [black, lumaScale, chromaScale] = range === 'full' ? [0, 1, 1] : [16, 255 / 219, 255 / 224];
  const table = (of: (value: number) => number) =>
    Int32Array.from({ length: 256 }, (_, value) => Math.round(of(value) * 2 ** precision));
  const chroma = (factor: number) => table((value) => (value - 128) * chromaScale * factor);
  const tables = {
    // The half rounds the sum when its fraction is cut off.
    luma: table((value) => (value - black) * lumaScale + 0.5),
    redOfV: chroma(2 * (1 - red)),
    greenOfU: chroma((-2 * blue * (1 - blue)) / green),
    greenOfV: chroma((-2 * red * (1 - red)) / green),
    blueOfU: chroma(2 * (1 - blue)),
  };
  made.set(key, tables);
  return tables;
}

/**
 * The frame in RGB, in integers: the same bytes on every machine. Each chroma value colours its four pixels; values beyond the range are
 * cut off at 0 and 255.
 *
 * @throws MpaferError `image` when the planes do not fit the size
 */
export function rgbOfYuv(frame: YuvImage): RgbImage {
  const { width, height, data } = frame;
  if (!(width >= 1 && height >= 1) || data.length !== yuvLength(width, height))
    throw new MpaferError(
      'image',
      `Cannot convert a video frame of ${width} x ${height} pixels: it has ${data.length} bytes; expected ${yuvLength(width, height)}`,
    );
  const { luma, redOfV, greenOfU, greenOfV, blueOfU } = tablesOf(frame);
  const columns = Math.ceil(width / 2);
  const [planeU, planeV] = [width * height, width * height + columns * Math.ceil(height / 2)];
  const rgb = new Uint8ClampedArray(width * height * 3);
  let to = 0;
  for (let row = 0; row < height; row++) {
    const chromaRow = (row >> 1) * columns;
    for (let column = 0; column < width; column++) {
      const at = chromaRow + (column >> 1);
      const u = data[planeU + at]!;
      const v = data[planeV + at]!;
      const y = luma[data[row * width + column]!]!;
      rgb[to] = (y + redOfV[v]!) >> precision;
      rgb[to + 1] = (y + greenOfU[u]! + greenOfV[v]!) >> precision;
      rgb[to + 2] = (y + blueOfU[u]!) >> precision;
      to += 3;
    }
  }
  return { width, height, data: new Uint8Array(rgb.buffer) };
}
