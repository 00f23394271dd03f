// Frames of a <video> element that plays, and of a camera: always the newest, with the time at which it is shown.
import { MpaferError } from '../../../core/errors.ts';
import { type FrameSelection, frameSelector } from '../../../video/frame-selection.ts';
import type { ClipFrame, OpenVideo } from '../../../video/video.ts';
import { imageOf } from './frame-image.ts';
import { openFrames } from './frame-stream.ts';
import { trackFrames } from './track-frames.ts';

/** A video that an element shows: it is played, paused and sought by its page. */
export function openElement(element: HTMLVideoElement): OpenVideo {
  requireCallbacks(element);
  return {
    info: { codec: 'element', notes: [] },
    live: true,
    frames: (selection, signal) => playing(element, selection, signal),
  };
}

/** A camera, or any stream. Its tracks stay the caller's: they are not stopped. */
export async function openStream(stream: MediaStream): Promise<OpenVideo> {
  const track = stream.getVideoTracks()[0];
  if (track === undefined) throw new MpaferError('video', 'Cannot read the camera: its stream has no video track');
  if (track.readyState === 'ended') throw new MpaferError('video', 'Cannot read the camera: its video track has ended');
  const frames = trackFrames(track);
  if (frames !== undefined) return { ...openFrames(frames), info: { codec: 'camera', notes: [] } };
  if (globalThis.document === undefined) {
    throw new MpaferError('host', 'Cannot read a camera in a worker: it needs a <video> element', {
      hint: 'Recognise in the page; the engine works in threads of its own',
    });
  }
  const element = document.createElement('video');
  element.muted = true;
  element.playsInline = true;
  element.srcObject = stream;
  requireCallbacks(element);
  return {
    info: { codec: 'camera', notes: [] },
    live: true,
    async *frames(selection, signal) {
      try {
        await element.play();
        yield* playing(element, selection, signal, track);
      } finally {
        element.pause();
        element.srcObject = null;
      }
    },
  };
}

function requireCallbacks(element: HTMLVideoElement): void {
  if ('requestVideoFrameCallback' in element) return;
  throw new MpaferError(
    'host',
    'Cannot follow the frames of a <video> element: this browser lacks requestVideoFrameCallback',
    {
      hint: 'Use a recent browser, or give the file instead of the element',
    },
  );
}

interface Shown {
  readonly timestamp: number;
  /** A copy of the frame, which later frames do not change. */
  readonly frame: VideoFrame;
}

async function* playing(
  element: HTMLVideoElement,
  selection: FrameSelection = {},
  signal?: AbortSignal,
  track?: MediaStreamTrack,
): AsyncGenerator<ClipFrame, void, undefined> {
  const select = frameSelector(selection);
  let newest: Shown | undefined;
  let failure: MpaferError | undefined;
  let over = false;
  let changed = Promise.withResolvers<void>();
  const wake = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const take = (_: unknown, { mediaTime }: VideoFrameCallbackMetadata) => {
    if (over) return;
    callback = element.requestVideoFrameCallback(take);
    try {
      const choice = select(mediaTime);
      if (choice === 'end') over = true;
      if (choice === 'take') {
        newest?.frame.close();
        newest = { timestamp: mediaTime, frame: new VideoFrame(element) };
      }
    } catch (cause) {
      const isForeign = (cause as Error).name === 'SecurityError';
      const found = isForeign
        ? 'it shows a video of another origin, which the page may not read'
        : (cause as Error).message;
      failure = new MpaferError('video', `Cannot read HTMLVideoElement: ${found}`, { cause });
      over = true;
    }
    wake();
  };
  let callback = element.requestVideoFrameCallback(take);
  const end = () => {
    over = true;
    wake();
  };
  const fail = () => {
    failure = new MpaferError(
      'video',
      `Cannot play the video: ${element.error?.message || 'the browser gives no reason'}`,
    );
    end();
  };
  element.addEventListener('ended', end);
  element.addEventListener('error', fail);
  track?.addEventListener('ended', end);
  signal?.addEventListener('abort', end);
  try {
    if (element.error !== null) fail();
    for (let index = 0; ; index++) {
      while (newest === undefined && !over) await changed.promise;
      if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while reading a video', { cause: signal.reason });
      if (newest === undefined) {
        if (failure !== undefined) throw failure;
        return;
      }
      const { timestamp, frame } = newest;
      newest = undefined;
      try {
        yield { index, timestamp, image: await imageOf(frame) };
      } finally {
        frame.close();
      }
    }
  } finally {
    over = true;
    element.cancelVideoFrameCallback(callback);
    element.removeEventListener('ended', end);
    element.removeEventListener('error', fail);
    track?.removeEventListener('ended', end);
    signal?.removeEventListener('abort', end);
    newest?.frame.close();
  }
}
