// A camera's frames as it gave them, in the browsers that hand them out: nobody has to draw them and read them back.

/** Of the Media Capture Transform; no browser has to have it. */
type TrackProcessor = new (source: {
  readonly track: MediaStreamTrack;
  readonly maxBufferSize: number;
}) => { readonly readable: ReadableStream<VideoFrame> };

/** The newest frame whenever one is read; undefined where the browser has no such thing. */
export function trackFrames(track: MediaStreamTrack): ReadableStream<VideoFrame> | undefined {
  const { MediaStreamTrackProcessor: Processor } = globalThis as {
    readonly MediaStreamTrackProcessor?: TrackProcessor;
  };
  return Processor && new Processor({ track, maxBufferSize: 1 }).readable;
}
