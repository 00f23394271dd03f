// Where decoding may begin for a part of a video that begins late: at a keyframe before it, whose number among all frames is counted without
// decoding any.
import { outputOf } from './programs.ts';

/** A keyframe. */
export interface SeekPoint {
  /** Seconds at which it is shown. */
  readonly timestamp: number;
  /** Its number among all frames, from 0. */
  readonly index: number;
  /** How many frames are shown from it on and before the part: what is decoded must agree. */
  readonly before: number;
}

/** Codecs with a packet for each frame that is shown. VP8, for one, has packets that are not shown, and counting them would give wrong numbers. */
const onePacketEach = ['h264', 'hevc', 'vp9', 'av1', 'mpeg2video', 'mpeg4', 'mjpeg', 'prores', 'dnxhd', 'ffv1'];

/** Packets are in the order of decoding: those of frames before a time are all found somewhat later. */
const margin = 5;

/** Timestamps closer than this, in seconds, count as the same. */
const sameTime = 1e-4;

export const isSameTime = (a: number, b: number): boolean => Math.abs(a - b) < sameTime;

/**
 * The last keyframe that is shown before `from`; undefined where there is none but the first, or where frames cannot be counted by their packets.
 *
 * @param input parameters that name a file
 * @param stream its number among all of the file
 */
export async function seekPoint(
  { input, stream, codec }: { readonly input: readonly string[]; readonly stream: number; readonly codec: string },
  from: number,
  signal?: AbortSignal,
): Promise<SeekPoint | undefined> {
  if (!onePacketEach.includes(codec)) return undefined;
  const { stdout, failed } = await outputOf(
    'ffprobe',
    [
      ...['-v', 'error', '-select_streams', String(stream), '-read_intervals', `%${from + margin}`],
      ...['-show_entries', 'packet=pts_time,flags', '-of', 'csv=print_section=0', ...input],
    ],
    signal,
  );
  return failed ? undefined : pointIn(stdout, from);
}

/** @param packets lines of a time in seconds and flags: K a keyframe, D one that is not shown */
export function pointIn(packets: string, from: number): SeekPoint | undefined {
  const times: number[] = [];
  const keys: number[] = [];
  for (const line of packets.split('\n')) {
    if (line.trim() === '') continue;
    const [time = '', flags = ''] = line.split(',');
    const seconds = Number.parseFloat(time);
    if (Number.isNaN(seconds)) return undefined;
    if (flags.includes('D')) continue;
    times.push(seconds);
    if (flags.includes('K')) keys.push(seconds);
  }
  const timestamp = keys.reduce(
    (latest, time) => (time < from ? Math.max(latest, time) : latest),
    Number.NEGATIVE_INFINITY,
  );
  const index = times.filter((time) => time < timestamp).length;
  // Nothing would be saved.
  if (index === 0) return undefined;
  return { timestamp, index, before: times.filter((time) => time < from).length - index };
}
