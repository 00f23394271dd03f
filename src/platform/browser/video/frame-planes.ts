// The planes of a decoded frame as I420, whatever layout the browser's decoder has.
import { MpaferError } from '../../../core/errors.ts';
import { type YuvRange, yuvLength } from '../../../image/yuv.ts';

/** A `VideoFrame`, or mediabunny's sample: both say and copy the same. */
export interface PlanarFrame {
  readonly format: string | null;
  readonly visibleRect: { readonly width: number; readonly height: number } | null;
  allocationSize(): number;
  copyTo(destination: Uint8Array<ArrayBuffer>): Promise<unknown>;
}

export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** Absent where the frame's own range holds. */
  readonly range?: YuvRange;
  /** Absent where the frame's own matrix holds. */
  readonly matrix?: 'bt601';
}

/** By how much rows and columns of chroma are fewer in each layout of planes. */
const subsampling: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  I420: [2, 2],
  I422: [2, 1],
  I444: [1, 1],
};

/** @throws MpaferError `video` for layouts that nobody has yet */
export async function planesOf(frame: PlanarFrame): Promise<Planes> {
  const { format, visibleRect } = frame;
  if (format === null || visibleRect === null) return refuse('no readable pixels');
  const { width, height } = visibleRect;
  const bytes = new Uint8Array(frame.allocationSize());
  await frame.copyTo(bytes);
  if (format === 'NV12') return { width, height, data: separated(bytes, width, height) };
  const colours = /^(RGB|BGR)[AX]$/.exec(format)?.[1];
  if (colours !== undefined) {
    return { width, height, data: fromRgb(bytes, width, height, colours === 'BGR'), range: 'full', matrix: 'bt601' };
  }
  const [, layout, depth] = /^(I4\d\d)A?(?:P(10|12))?$/.exec(format) ?? [];
  const by = subsampling[layout ?? ''];
  if (by === undefined) return refuse(`the unknown layout ${format}`);
  const samples = depth === undefined ? bytes : to8Bits(bytes, Number(depth));
  return {
    width,
    height,
    data: layout === 'I420' ? samples.subarray(0, yuvLength(width, height)) : halved(samples, width, height, by),
  };
}

const refuse = (found: string): never => {
  throw new MpaferError('video', `Cannot read a video frame: it has ${found}`);
};

/** Interleaved chroma as two planes. */
function separated(bytes: Uint8Array, width: number, height: number): Uint8Array {
  const data = new Uint8Array(yuvLength(width, height));
  const luma = width * height;
  const chroma = (data.length - luma) / 2;
  data.set(bytes.subarray(0, luma));
  for (let at = 0; at < chroma; at++) {
    data[luma + at] = bytes[luma + 2 * at]!;
    data[luma + chroma + at] = bytes[luma + 2 * at + 1]!;
  }
  return data;
}

function to8Bits(bytes: Uint8Array<ArrayBuffer>, depth: number): Uint8Array {
  const words = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const [half, shift] = [1 << (depth - 9), depth - 8];
  return Uint8Array.from(words, (word) => Math.min((word + half) >> shift, 255));
}

/** Fuller chroma averaged to a quarter. */
function halved(
  samples: Uint8Array,
  width: number,
  height: number,
  [columnsBy, rowsBy]: readonly [number, number],
): Uint8Array {
  const data = new Uint8Array(yuvLength(width, height));
  const luma = width * height;
  const [fullColumns, fullRows] = [Math.ceil(width / columnsBy), Math.ceil(height / rowsBy)];
  const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const [acrossBy, downBy] = [2 / columnsBy, 2 / rowsBy];
  data.set(samples.subarray(0, luma));
  for (let plane = 0; plane < 2; plane++) {
    const from = luma + plane * fullColumns * fullRows;
    const to = luma + plane * columns * rows;
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        let [sum, count] = [0, 0];
        for (let y = row * downBy; y < Math.min((row + 1) * downBy, fullRows); y++)
          for (let x = column * acrossBy; x < Math.min((column + 1) * acrossBy, fullColumns); x++) {
            sum += samples[from + y * fullColumns + x]!;
            count++;
          }
        data[to + row * columns + column] = Math.round(sum / count);
      }
  }
  return data;
}

/** BT.601 in full range, as JPEG. */
function fromRgb(bytes: Uint8Array, width: number, height: number, isBgr: boolean): Uint8Array {
  const data = new Uint8Array(3 * width * height);
  const plane = width * height;
  const [red, blue] = isBgr ? [2, 0] : [0, 2];
  for (let at = 0; at < plane; at++) {
    const [r, g, b] = [bytes[4 * at + red]!, bytes[4 * at + 1]!, bytes[4 * at + blue]!];
    const y = 0.299 * r + 0.587 * g + 0.114 * b;
    data[at] = Math.round(y);
    data[plane + at] = Math.min(Math.round(128 + (b - y) / 1.772), 255);
    data[2 * plane + at] = Math.min(Math.round(128 + (r - y) / 1.402), 255);
  }
  return halved(data, width, height, [1, 1]);
}
