// What ffprobe says of a video file: its streams, length and rate.
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { readReason } from '../files/read-reason.ts';
import { outputOf } from './programs.ts';

/** A video as ffmpeg is to read it. */
export interface ProbedVideo {
  /** Parameters that name the input. */
  readonly input: readonly string[];
  /** What to call it in messages. */
  readonly name: string;
  /** Number of the stream among all of the file. */
  readonly stream: number;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Name of the layout of pixels. */
  readonly pixels: string;
  readonly frameRate: number | undefined;
  /** Whether it is a file on a disk, and the seconds at which it begins. */
  readonly seekable: { readonly codec: string; readonly start: number } | undefined;
  /** Seconds at which the stream ends. */
  readonly end: number | undefined;
  readonly notes: readonly string[];
}

const record = z.object({
  streams: z
    .array(
      z.object({
        index: z.number(),
        codec_type: z.string().optional(),
        codec_name: z.string().optional(),
        width: z.number().optional(),
        height: z.number().optional(),
        pix_fmt: z.string().optional(),
        avg_frame_rate: z.string().optional(),
        start_time: z.string().optional(),
        duration: z.string().optional(),
        disposition: z.object({ default: z.number().optional(), attached_pic: z.number().optional() }).optional(),
        tags: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
  format: z.object({ duration: z.string().optional(), start_time: z.string().optional() }).optional(),
});

const textCodecs = ['ansi', 'bintext', 'xbin', 'idf'];

type Stream = NonNullable<z.infer<typeof record>['streams']>[number];

/** Paths always follow `file:`, so that neither a dash at their beginning nor a colon in them means anything to ffmpeg. */
export function inputOf(address: string): readonly string[] {
  return /^https?:\/\//i.test(address)
    ? ['-protocol_whitelist', 'http,https,httpproxy,tcp,tls,crypto', '-i', address]
    : ['-protocol_whitelist', 'file', '-i', `file:${address}`];
}

/**
 * @param address path or http address
 * @param chosen number of the stream among the video streams, from 0
 * @throws MpaferError `video` when there is no such file, stream or picture; `host` without ffprobe; `aborted`
 */
export async function probeVideo(address: string, chosen?: number, signal?: AbortSignal): Promise<ProbedVideo> {
  const refuse = (found: string, cause?: unknown): never => {
    throw new MpaferError('video', `Cannot read the video "${address}": ${found}`, { cause });
  };
  const input = inputOf(address);
  if (input[1] === 'file') {
    // ffprobe's own words for these are of no help.
    const file = await stat(address).catch((cause: unknown) => refuse(readReason(cause), cause));
    if (file.isDirectory()) return refuse('it is a folder; expected a file');
    if (file.size === 0 && file.isFile()) return refuse('the file is empty');
  }
  const { stdout, stderr, failed } = await outputOf(
    'ffprobe',
    ['-v', 'error', '-print_format', 'json', '-show_streams', '-show_format', ...input],
    signal,
  );
  if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while opening a video', { cause: signal.reason });
  const { streams = [], format = {} } = record.parse(JSON.parse(failed ? '{}' : stdout));
  // ffmpeg draws any text as a picture of a terminal.
  if (streams.some(({ codec_name = '' }) => textCodecs.includes(codec_name))) {
    return refuse('it is text; expected a video');
  }
  if (failed || streams.length === 0) return refuse(reasonOf(stderr, address));
  const videos = streams.filter(
    ({ codec_type, disposition }) => codec_type === 'video' && disposition?.attached_pic !== 1,
  );
  if (videos.length === 0) {
    const found = streams.map(({ codec_type = 'data', codec_name = 'unknown' }) => `${codec_type} (${codec_name})`);
    return refuse(`it has no video stream; found ${found.join(', ')}`);
  }
  const stream = chosen === undefined ? usualStream(videos) : videos[chosen];
  if (stream === undefined) {
    throw new MpaferError(
      'video',
      `Cannot read stream ${chosen} of the video "${address}": it has ${plural(videos.length, 'video stream')}`,
    );
  }
  const { width = 0, height = 0, pix_fmt: pixels = 'unknown', codec_name: codec = 'unknown' } = stream;
  if (width === 0 || height === 0)
    return refuse(`its video stream (${codec}) has no size: ${reasonOf(stderr, address)}`);
  const begin = secondsOf(format.start_time) ?? 0;
  const start = secondsOf(stream.start_time) ?? begin;
  const length = secondsOf(stream.duration) ?? clockSeconds(stream.tags?.DURATION) ?? secondsOf(format.duration);
  return {
    input,
    name: address,
    stream: stream.index,
    codec,
    width,
    height,
    pixels,
    frameRate: rateOf(stream.avg_frame_rate),
    seekable: input[1] === 'file' ? { codec, start: begin } : undefined,
    end: length === undefined ? undefined : start + length,
    notes:
      videos.length === 1 || chosen !== undefined
        ? []
        : [`"${address}" has ${videos.length} video streams; stream ${videos.indexOf(stream)} is read`],
  };
}

const usualStream = (videos: readonly Stream[]): Stream =>
  videos.find(({ disposition }) => disposition?.default === 1) ?? videos[0]!;

/** The end of ffprobe's last line, which begins with the file's name or an address in memory. */
function reasonOf(stderr: string, address: string): string {
  const lines = stderr.trim().split('\n');
  const last = lines.at(-1)!.replace(`file:${address}: `, '').replace(`${address}: `, '');
  const first = lines.length > 1 ? lines[0]!.replace(/^\[.*?\] /, '') : '';
  return [last || 'it is not a video, or is damaged', first && `(${first})`].filter(Boolean).join(' ');
}

function secondsOf(text: string | undefined): number | undefined {
  const seconds = Number(text ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}

/** Matroska's `00:00:02.040000000`. */
function clockSeconds(text: string | undefined): number | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d+):([\d.]+)$/.exec(text ?? '') ?? [];
  return hours === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function rateOf(text = '0/0'): number | undefined {
  const [over = 0, under = 0] = text.split('/').map(Number);
  return over > 0 && under > 0 ? over / under : undefined;
}
