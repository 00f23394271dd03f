// ffmpeg's log as a list of frames: raw video has no timestamps, sizes or colours; its filter `showinfo` says them.
import { isSameTime } from './seek-point.ts';

/** Names of the two filters: before frames are selected, and after. */
export const [allFrames, chosenFrames] = ['showinfo@all', 'showinfo@chosen'];

/** A frame that ffmpeg writes next. */
export interface FrameReport {
  /** Its number among all frames of the stream. */
  readonly index: number;
  /** Seconds; NaN where the file has none. */
  readonly timestamp: number;
  readonly width: number;
  readonly height: number;
  /** Width of a pixel over its height. */
  readonly pixelAspect: number;
  readonly pixels: string;
  /** In ffmpeg's words; `unknown` where the stream does not say. */
  readonly range: string;
  readonly matrix: string;
  readonly transfer: string;
}

export interface FrameReports {
  /** Takes a piece of the log; gives the frames that it completes. */
  read(text: string): readonly FrameReport[];
  /** Frames that were decoded so far, whether chosen or not. */
  readonly decoded: number;
  /** Whether the frame that decoding was to begin with came. */
  readonly isPlaced: boolean;
  /** Seconds of the latest frame that was decoded. */
  readonly latest: number | undefined;
  /** The first and last error that ffmpeg reported. */
  readonly firstError: string | undefined;
  readonly lastError: string | undefined;
}

/** @param start where decoding begins: a frame whose number is known; those before it are never chosen */
export function frameReports(start?: { readonly timestamp: number; readonly index: number }): FrameReports {
  let rest = '';
  let [decoded, latest]: [number, number | undefined] = [0, undefined];
  let isPlaced = start === undefined;
  let [firstError, lastError]: [string | undefined, string | undefined] = [undefined, undefined];
  const timeBases: Record<string, readonly [number, number]> = {};
  // Decoded frames that may yet be chosen, in order.
  let waiting: { readonly index: number; readonly stamp: string }[] = [];
  let begun: Omit<FrameReport, 'range' | 'matrix' | 'transfer'> | undefined;

  function readLine(line: string): FrameReport | undefined {
    const [, filter, text] = /\[(showinfo@\w+) @ \w+\] (?:\[info\] )?(.*)$/.exec(line) ?? [];
    if (filter === undefined) {
      const [, error] = /^(?:\[.*?\] )?\[(?:error|fatal|panic)\] (.*)$/.exec(line) ?? [];
      if (error !== undefined) {
        firstError ??= error;
        lastError = error;
      }
      return undefined;
    }
    const [, over, under] = /^config in time_base: (\d+)\/(\d+)/.exec(text!) ?? [];
    if (over !== undefined) timeBases[filter] = [Number(over), Number(under)];
    const [, stamp] = /^n: *\d+ pts: *(-?\d+|NOPTS)/.exec(text!) ?? [];
    if (stamp !== undefined) {
      const [ticks, perSecond] = timeBases[filter] ?? [Number.NaN, 1];
      // One rounding only: a product with a rounded time base would not be exact.
      const timestamp = stamp === 'NOPTS' ? Number.NaN : (Number(stamp) * ticks) / perSecond;
      if (filter === allFrames) {
        if (start !== undefined && !isPlaced && isSameTime(timestamp, start.timestamp)) {
          isPlaced = true;
          decoded = start.index;
        }
        waiting.push({ index: decoded++, stamp });
        if (!Number.isNaN(timestamp)) latest = timestamp;
      } else begun = { index: claim(stamp), timestamp, ...shapeOf(text!) };
      return undefined;
    }
    const [, range, matrix, transfer] =
      /^color_range:(\S+) color_space:(\S+) color_primaries:\S+ color_trc:(\S+)/.exec(text!) ?? [];
    if (filter !== chosenFrames || begun === undefined || range === undefined) return undefined;
    const report = { ...begun, range, matrix: matrix!, transfer: transfer! };
    begun = undefined;
    return report;
  }

  /** The number of the first frame with this stamp that was not passed; those before it were skipped. */
  function claim(stamp: string): number {
    const at = waiting.findIndex((frame) => frame.stamp === stamp);
    const { index } = waiting[Math.max(at, 0)]!;
    waiting = waiting.slice(Math.max(at, 0) + 1);
    return index;
  }

  return {
    read(text) {
      const lines = (rest + text).split(/\r?\n|\r/);
      rest = lines.pop()!;
      return lines.flatMap((line) => readLine(line) ?? []);
    },
    get decoded() {
      return decoded;
    },
    get isPlaced() {
      return isPlaced;
    },
    get latest() {
      return latest;
    },
    get firstError() {
      return firstError;
    },
    get lastError() {
      return lastError;
    },
  };
}

function shapeOf(text: string): Pick<FrameReport, 'width' | 'height' | 'pixelAspect' | 'pixels'> {
  const [, pixels = 'unknown'] = /\bfmt:(\w+)/.exec(text) ?? [];
  const [, over, under] = /\bsar:(\d+)\/(\d+)/.exec(text) ?? [];
  const [, width, height] = /\bs:(\d+)x(\d+)/.exec(text) ?? [];
  const aspect = Number(over) / Number(under);
  return {
    pixels,
    pixelAspect: aspect > 0 && Number.isFinite(aspect) ? aspect : 1,
    width: Number(width),
    height: Number(height),
  };
}
