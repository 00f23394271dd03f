// Opens videos in Node: files by path, and http addresses, in every format of the installed ffmpeg.
import { fileURLToPath } from 'node:url';
import { MpaferError } from '../../../core/errors.ts';
import type { OpenVideo, VideoHost } from '../../../video/video.ts';
import { decodeFrames } from './decode-frames.ts';
import { type Camera, isCamera, openCamera } from './open-camera.ts';
import { probeVideo } from './probe-video.ts';

/** Any video in Node: a path or address, or a camera. */
export type Video = string | URL | Camera;

export const nodeVideos: VideoHost = {
  async open(video, { stream, signal }): Promise<OpenVideo> {
    if (isCamera(video)) return openCamera(video, signal);
    const address = addressOf(video);
    const probed = await probeVideo(address, stream, signal);
    const { codec, end: duration, frameRate, notes } = probed;
    return {
      info: { codec, duration, frameRate, notes },
      frames: (selection, stop = signal) =>
        decodeFrames({ ...probed, what: `the video "${probed.name}"` }, selection, stop),
    };
  },
};

function addressOf(video: unknown): string {
  if (Object.prototype.toString.call(video) === '[object URL]' || typeof video === 'string') {
    const address = String(video);
    if (address !== '' && !address.includes('\0'))
      return /^file:\/\//i.test(address) ? fileURLToPath(address) : address;
  }
  const found = typeof video === 'string' ? 'an empty or impossible path' : `a value of type ${typeof video}`;
  throw new MpaferError('video', `Cannot read a video: found ${found}; expected a path or address, or { camera }`);
}
