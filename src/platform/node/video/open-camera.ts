// Cameras of this machine through ffmpeg: v4l2 on Linux, AVFoundation on macOS, DirectShow on Windows.
import { access, constants, readdir } from 'node:fs/promises';
import { MpaferError } from '../../../core/errors.ts';
import { newestFrames } from '../../../video/newest-frames.ts';
import type { OpenVideo } from '../../../video/video.ts';
import { decodeFrames } from './decode-frames.ts';
import { outputOf } from './programs.ts';

/** A camera: its device (`/dev/video0`, a number on macOS, a name on Windows), or true for the first. */
export interface Camera {
  readonly camera: string | true;
}

export const isCamera = (video: unknown): video is Camera => {
  const { camera } = Object(video) as Partial<Camera>;
  return camera === true || (typeof camera === 'string' && camera !== '');
};

/** @throws MpaferError `video` where there is no such camera; `host` on systems whose cameras ffmpeg does not open */
export async function openCamera({ camera }: Camera, signal?: AbortSignal): Promise<OpenVideo> {
  const found = await cameraInput(process.platform, camera);
  return cameraVideo(found, signal);
}

export interface CameraInput {
  readonly input: readonly string[];
  readonly name: string;
}

export const cameraVideo = ({ input, name }: CameraInput, signal?: AbortSignal): OpenVideo => ({
  info: { codec: 'camera', notes: [] },
  live: true,
  frames: (selection, stop = signal) =>
    newestFrames(decodeFrames({ input, what: `the camera "${name}"`, stream: 0 }, selection, stop)),
});

export async function cameraInput(platform: string, camera: string | true): Promise<CameraInput> {
  if (platform === 'linux') {
    const name = camera === true ? await firstDevice() : camera;
    await access(name, constants.R_OK).catch((cause: NodeJS.ErrnoException) => {
      const found = cause.code === 'EACCES' ? 'permission was denied' : 'there is no such device';
      throw new MpaferError('video', `Cannot open the camera "${name}": ${found}`, {
        hint: 'Cameras are /dev/video0 and on; reading them needs the group "video"',
        cause,
      });
    });
    return { name, input: ['-f', 'v4l2', '-i', name] };
  }
  if (platform === 'darwin') {
    const name = camera === true ? '0' : camera;
    return { name, input: ['-f', 'avfoundation', '-framerate', '30', '-i', `${name}:none`] };
  }
  if (platform === 'win32') {
    const name = camera === true ? await firstOfWindows() : camera;
    return { name, input: ['-f', 'dshow', '-i', `video=${name}`] };
  }
  throw new MpaferError('host', `Cannot open a camera on ${platform}; expected Linux, macOS or Windows`);
}

async function firstDevice(): Promise<string> {
  const names = await readdir('/dev').catch(() => []);
  const numbers = names.flatMap((name) => /^video(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  if (numbers.length > 0) return `/dev/video${Math.min(...numbers)}`;
  throw new MpaferError('video', 'Cannot open a camera: this machine has none (no /dev/video0)');
}

async function firstOfWindows(): Promise<string> {
  const { stderr } = await outputOf('ffmpeg', ['-hide_banner', '-list_devices', 'true', '-f', 'dshow', '-i', 'dummy']);
  const name = /"([^"]+)" \(video\)/.exec(stderr)?.[1] ?? /video devices\s*\n.*?"([^"]+)"/.exec(stderr)?.[1];
  if (name !== undefined) return name;
  throw new MpaferError('video', 'Cannot open a camera: DirectShow lists none');
}
