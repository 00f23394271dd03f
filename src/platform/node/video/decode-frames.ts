// Decodes a video by ffmpeg: planes come through a pipe, their times and colours through its log.
import { MpaferError } from '../../../core/errors.ts';
import type { RgbImage } from '../../../core/image.ts';
import { yuvLength } from '../../../image/yuv.ts';
import { type FrameSelection, intervalTolerance } from '../../../video/frame-selection.ts';
import { shownFrame } from '../../../video/shown-frame.ts';
import type { ClipFrame } from '../../../video/video.ts';
import { allFrames, chosenFrames, type FrameReport, frameReports } from './frame-reports.ts';
import { portionsOf } from './pipe-bytes.ts';
import { faithfulOptions, started, startFailure } from './programs.ts';
import { type SeekPoint, seekPoint } from './seek-point.ts';

export interface DecoderInput {
  /** Parameters that name the input. */
  readonly input: readonly string[];
  /** To follow "Cannot read ": the video "clip.mp4". */
  readonly what: string;
  /** Number of the stream among all of the input. */
  readonly stream: number;
  /** Layout of pixels in the file, where it is known. */
  readonly pixels?: string | undefined;
  readonly frameRate?: number | undefined;
  /** Seconds at which the stream should end. */
  readonly end?: number | undefined;
  /** Of a file on a disk: what is needed to begin with a later frame than the first. */
  readonly seekable?:
    | { readonly codec: string /** Seconds at which the file begins. */; readonly start: number }
    | undefined;
}

/** A frame is missing at the end when so many seconds and frames are. */
const [missingSeconds, missingFrames] = [0.5, 2];

/**
 * Decodes the frames that are wanted. A part that begins late is decoded from a keyframe before it, with the same frames, numbers and times.
 *
 * @throws MpaferError `video` without a frame, or after the last one when the rest is missing; `host` without ffmpeg; `aborted`
 */
export async function* decodeFrames(
  source: DecoderInput,
  selection: FrameSelection = {},
  signal?: AbortSignal,
): AsyncGenerator<ClipFrame, void, undefined> {
  const { seekable, input, stream } = source;
  const point =
    seekable === undefined || selection.from === undefined
      ? undefined
      : await seekPoint({ input, stream, codec: seekable.codec }, selection.from, signal);
  if (point !== undefined && (yield* decodeFrom(point, source, selection, signal)) === 'whole') return;
  yield* decodeFrom(undefined, source, selection, signal);
}

/** @returns `misplaced` before any frame was given where decoding did not begin at the point, so that numbers would be wrong */
async function* decodeFrom(
  point: SeekPoint | undefined,
  source: DecoderInput,
  selection: FrameSelection,
  signal: AbortSignal | undefined,
): AsyncGenerator<ClipFrame, 'whole' | 'misplaced', undefined> {
  const requireRunning = () => {
    if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while reading a video', { cause: signal.reason });
  };
  const faithful = await faithfulOptions();
  requireRunning();
  const child = started('ffmpeg', [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'level+info', '-copyts'],
    ...(point === undefined ? [] : ['-noaccurate_seek', '-ss', secondsTo(point, source)]),
    ...source.input,
    ...['-map', `0:${source.stream}`, '-vf', filtersFor(selection), ...faithful, '-f', 'rawvideo', 'pipe:1'],
  ]);
  const reports = frameReports(point);
  const known: FrameReport[] = [];
  let logged = Promise.withResolvers<void>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    known.push(...reports.read(text));
    logged.resolve();
    logged = Promise.withResolvers();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) => reject(startFailure('ffmpeg', cause)));
    child.on('close', resolve);
  });
  ended.catch(() => {});
  let hasEnded = false;
  const whenEnded = ended.finally(() => {
    hasEnded = true;
  });
  whenEnded.catch(() => {});
  const stop = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  const read = portionsOf(child.stdout);
  let isFirst = true;
  try {
    for (;;) {
      while (known.length === 0 && !hasEnded) await Promise.race([logged.promise, whenEnded]);
      requireRunning();
      const report = known.shift();
      if (report === undefined) break;
      if (isFirst && point !== undefined && !(reports.isPlaced && report.index === point.index + point.before))
        return 'misplaced';
      isFirst = false;
      const data = await read(yuvLength(report.width, report.height));
      requireRunning();
      if (data === undefined) break;
      yield {
        index: report.index,
        timestamp: timeOf(report, source.frameRate),
        image: imageOf(report, data, source.pixels),
      };
    }
    const code = await ended;
    requireRunning();
    if (isFirst && !reports.isPlaced) return 'misplaced';
    requireWhole(source, selection, code, reports);
    return 'whole';
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

/** ffmpeg seeks to the last keyframe up to a time since the file's beginning; a millisecond makes up for rounding. */
const secondsTo = ({ timestamp }: SeekPoint, { seekable }: DecoderInput): string =>
  Math.max(timestamp - seekable!.start + 0.001, 0).toFixed(6);

/** Parts by time first, then every so many of what remains; numbers and times are logged before and after. */
function filtersFor({ every = 1, from, to }: FrameSelection): string {
  const part = [from !== undefined && `gte(t,${from})`, to !== undefined && `lt(t,${to})`].filter(Boolean);
  const interval = (time: string) =>
    typeof every === 'number' ? '' : `floor((${time}-${from ?? 0})/${every.seconds}+${intervalTolerance})`;
  return [
    // The end is exact in the selection; with this, decoding stops soon after it.
    to !== undefined && `trim=end=${to + 1}`,
    `${allFrames}=checksum=0`,
    part.length > 0 && `select='${part.join('*')}'`,
    typeof every === 'object' && `select='isnan(prev_selected_t)+gt(${interval('t')},${interval('prev_selected_t')})'`,
    typeof every === 'number' && every > 1 && `select='not(mod(n,${every}))'`,
    'format=yuv420p|yuvj420p',
    `${chosenFrames}=checksum=0`,
  ]
    .filter(Boolean)
    .join(',');
}

const timeOf = ({ timestamp, index }: FrameReport, frameRate = 25): number =>
  Number.isNaN(timestamp) ? index / frameRate : timestamp;

/** Layouts that hold luma and chroma; ffmpeg brings all others to BT.601. */
const isYuv = (pixels: string): boolean => /^(yuv|nv|yuy|uyv|yvy|p[0-4]1|y2|vuy|xv|gray)/.test(pixels);

function imageOf(report: FrameReport, data: Uint8Array, pixels = 'yuv420p'): RgbImage {
  const { width, height, pixelAspect, transfer } = report;
  const own = isYuv(pixels);
  const isFull = own && (report.pixels === 'yuvj420p' || report.range === 'pc');
  const matrix = own ? report.matrix : 'smpte170m';
  return shownFrame({ width, height, data, matrix, range: isFull ? 'full' : 'limited', transfer, pixelAspect });
}

function requireWhole(
  { what, end, frameRate = 25 }: DecoderInput,
  { to }: FrameSelection,
  code: number | null,
  { decoded, latest = 0, firstError, lastError }: ReturnType<typeof frameReports>,
): void {
  const because = firstError === undefined ? '' : ` (${firstError})`;
  if (decoded === 0) {
    const found = lastError ?? `ffmpeg ended with exit code ${code}`;
    throw new MpaferError('video', `Cannot read ${what}: no frame could be decoded: ${found}`);
  }
  const missing = (end ?? latest) - latest;
  const isWanted = to === undefined || latest < to;
  if (isWanted && missing > Math.max(missingSeconds, missingFrames / frameRate)) {
    throw new MpaferError(
      'video',
      `Cannot read ${what} to its end: it is damaged or cut short: the last frame is at ${latest.toFixed(2)} s of ${end!.toFixed(2)} s${because}`,
    );
  }
}
