// Videos made by ffmpeg out of the portrait that ships: a pan over it, in any codec, rate and shape.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const portrait = fileURLToPath(new URL('../../assets/portraits/astronaut.png', import.meta.url));
const run = promisify(execFile);

/** Runs ffmpeg on what is given; a failure shows its log. */
export const ffmpeg = async (...parameters: readonly string[]): Promise<void> => {
  await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...parameters]);
};

export interface Clip {
  readonly frames?: number;
  readonly rate?: number;
  readonly size?: string;
  /** More filters, after the pan. */
  readonly filters?: string;
  /** Parameters of the encoder. */
  readonly encoder?: readonly string[];
}

export const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2'] as const;
export const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1M'] as const;
export const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'] as const;
export const av1 = ['-c:v', 'libsvtav1', '-preset', '12'] as const;
/** Without loss, so that colours are exact. */
export const ffv1 = ['-c:v', 'ffv1'] as const;

/** One frame of four at the beginning, then all: 16 of 40. */
export const variableRate = "select='gte(n,32)+not(mod(n,4))'";

/** Writes a video whose picture moves by a pixel each frame. */
export async function makeClip(
  folder: string,
  name: string,
  { frames = 20, rate = 25, size = '192:160', filters, encoder = h264 }: Clip = {},
): Promise<string> {
  const path = join(folder, name);
  const chain = [`crop=${size}:120+n:20`, filters, 'format=yuv420p'];
  await ffmpeg(
    ...['-loop', '1', '-framerate', String(rate), '-i', portrait, '-vf', chain.filter(Boolean).join(',')],
    // The filters may drop frames: the count is of those that go in.
    ...['-t', String(frames / rate), '-fps_mode', 'passthrough', ...encoder, path],
  );
  return path;
}

/** Timestamps by ffprobe, in order of display. */
export async function probedTimes(path: string): Promise<readonly number[]> {
  const { stdout } = await run('ffprobe', [
    ...['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'frame=pts_time', '-of', 'csv=p=0', path],
  ]);
  // Frames with data beside their picture have an empty line more.
  return stdout.split('\n').map(Number.parseFloat).filter(Number.isFinite);
}
