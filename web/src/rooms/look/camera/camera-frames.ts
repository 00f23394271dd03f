// The frames of a camera, always the newest, while the tab is in view.

/** Frames wait while the tab is hidden. */
const isHidden = (): boolean => document.visibilityState === 'hidden';

/** What some browsers have: a track's frames as the camera gave them, which nobody has to draw and read back. */
type TrackProcessor = new (source: {
  readonly track: MediaStreamTrack;
  readonly maxBufferSize: number;
}) => { readonly readable: ReadableStream<VideoFrame> };

/** Until the track ends or the signal says so; each frame is the caller's to close. */
export function cameraFrames(stream: MediaStream, stop: AbortSignal): AsyncGenerator<VideoFrame, void, undefined> {
  const { MediaStreamTrackProcessor: Processor } = globalThis as {
    readonly MediaStreamTrackProcessor?: TrackProcessor;
  };
  const [track] = stream.getVideoTracks();
  if (Processor === undefined || track === undefined) return framesOfElement(stream, stop);
  return framesOfTrack(new Processor({ track, maxBufferSize: 1 }).readable, stop);
}

async function* framesOfTrack(readable: ReadableStream<VideoFrame>, stop: AbortSignal) {
  const reader = readable.getReader();
  const end = () => void reader.cancel().catch(() => {});
  stop.addEventListener('abort', end);
  try {
    while (!stop.aborted) {
      const { done, value: frame } = await reader.read();
      if (done) return;
      if (stop.aborted || isHidden()) frame.close();
      else yield frame;
    }
  } finally {
    stop.removeEventListener('abort', end);
    end();
  }
}

async function* framesOfElement(stream: MediaStream, stop: AbortSignal) {
  const element = document.createElement('video');
  element.muted = true;
  element.playsInline = true;
  element.srcObject = stream;
  try {
    await element.play();
    for (;;) {
      const shown = await nextShown(element, stop);
      if (shown === undefined) return;
      if (!isHidden()) yield new VideoFrame(element, { timestamp: Math.round(shown.mediaTime * 1e6) });
    }
  } finally {
    element.pause();
    element.srcObject = null;
  }
}

/** Waits for the next frame that the element shows; undefined when it was stopped. */
async function nextShown(
  element: HTMLVideoElement,
  stop: AbortSignal,
): Promise<VideoFrameCallbackMetadata | undefined> {
  if (stop.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers<VideoFrameCallbackMetadata | undefined>();
  const handle = element.requestVideoFrameCallback((_, metadata) => resolve(metadata));
  const end = () => {
    element.cancelVideoFrameCallback(handle);
    resolve(undefined);
  };
  stop.addEventListener('abort', end);
  const shown = await promise;
  stop.removeEventListener('abort', end);
  return shown;
}
