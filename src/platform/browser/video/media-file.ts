// Video files in a page: mediabunny reads the container, the browser's own decoder the frames. Loaded with the first video only.
import {
  BlobSource,
  Input,
  InputDisposedError,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  UrlSource,
  VideoSampleSink,
  WEBM,
} from 'mediabunny';
import { MpaferError } from '../../../core/errors.ts';
import { plural } from '../../../core/plural.ts';
import { type FrameSelection, frameSelector } from '../../../video/frame-selection.ts';
import { shownFrame } from '../../../video/shown-frame.ts';
import type { ClipFrame, OpenVideo } from '../../../video/video.ts';
import { planesOf } from './frame-planes.ts';

/** A frame is missing at the end when so many seconds are. */
const missingSeconds = 0.5;

export interface MediaFileOptions {
  /** What to call it in messages. */
  readonly name: string;
  readonly stream?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws MpaferError `video` when it is none, has no picture, or is of a codec that the browser lacks; `host` without WebCodecs; `aborted` */
export async function openMediaFile(file: Blob | URL, options: MediaFileOptions): Promise<OpenVideo> {
  const { name, stream, signal } = options;
  const requireRunning = () => {
    if (signal?.aborted) throw new MpaferError('aborted', 'Stopped while opening a video', { cause: signal.reason });
  };
  if (!('VideoDecoder' in globalThis)) {
    throw new MpaferError('host', 'Cannot read videos: this browser has no WebCodecs', {
      hint: 'Use a recent browser and serve the page by https, or recognise a <video> element that plays',
    });
  }
  const input = inputOf(file);
  const refuse = (found: string, cause?: unknown): never => {
    input.dispose();
    throw new MpaferError('video', `Cannot read the video "${name}": ${found}`, { cause });
  };
  const failed = (error: unknown): never => {
    if (error instanceof MpaferError) throw error;
    return refuse(reasonOf(error), error);
  };
  const tracks = await input.getVideoTracks().catch(failed);
  requireRunning();
  if (tracks.length === 0) return refuse('it has no video stream');
  const track = stream === undefined ? ((await input.getPrimaryVideoTrack()) ?? tracks[0]!) : tracks[stream];
  if (track === undefined) {
    input.dispose();
    throw new MpaferError(
      'video',
      `Cannot read stream ${stream} of the video "${name}": it has ${plural(tracks.length, 'video stream')}`,
    );
  }
  const codec = (await track.getCodec().catch(failed)) ?? 'an unknown codec';
  if (!(await track.canDecode().catch(failed))) {
    input.dispose();
    throw new MpaferError('video', `Cannot decode the video "${name}": this browser has no decoder for ${codec}`, {
      hint: 'Convert it, for instance with ffmpeg -i FILE -c:v libx264 clip.mp4',
    });
  }
  const duration = (await track.getDurationFromMetadata().catch(failed)) ?? undefined;
  requireRunning();
  return {
    info: {
      codec: codec === 'avc' ? 'h264' : codec,
      duration,
      notes:
        tracks.length === 1 || stream !== undefined
          ? []
          : [`"${name}" has ${tracks.length} video streams; stream ${tracks.indexOf(track)} is read`],
    },
    frames: (selection, stop = signal) => decodeTrack(input, track, { name, duration, selection, signal: stop }),
  };
}

const inputOf = (file: Blob | URL): Input =>
  new Input({
    // A server that is away is reported, not asked for ever.
    source: 'href' in file ? new UrlSource(file, { getRetryDelay: () => null }) : new BlobSource(file),
    formats: [MP4, QTFF, WEBM, MATROSKA],
  });

interface Decoding {
  readonly name: string;
  readonly duration: number | undefined;
  readonly selection?: FrameSelection | undefined;
  readonly signal?: AbortSignal | undefined;
}

async function* decodeTrack(
  input: Input,
  track: InputVideoTrack,
  { name, duration, selection = {}, signal }: Decoding,
): AsyncGenerator<ClipFrame, void, undefined> {
  const select = frameSelector(selection);
  const stated = await track.getColorSpace();
  const aspect = await track.getPixelAspectRatio();
  const rotation = await track.getRotation();
  const stop = () => input.dispose();
  signal?.addEventListener('abort', stop, { once: true });
  const requireRunning = (cause?: unknown) => {
    if (signal?.aborted)
      throw new MpaferError('aborted', 'Stopped while reading a video', { cause: cause ?? signal.reason });
  };
  let [index, latest] = [0, 0];
  try {
    requireRunning();
    for await (using sample of new VideoSampleSink(track).samples()) {
      requireRunning();
      latest = sample.timestamp;
      const choice = select(latest);
      if (choice === 'end') return;
      if (choice === 'take') {
        const planes = await planesOf(sample);
        const isFull = stated.fullRange ?? sample.colorSpace.fullRange ?? false;
        const wide = aspect.num / aspect.den;
        const image = shownFrame({
          range: isFull ? 'full' : 'limited',
          matrix: stated.matrix,
          transfer: stated.transfer,
          ...planes,
          rotation,
          pixelAspect: rotation % 180 === 0 ? wide : 1 / wide,
        });
        yield { index, timestamp: latest, image };
      }
      index++;
    }
    const missing = (duration ?? 0) - latest;
    if (index === 0 || missing > missingSeconds) {
      throw new Error(`the last frame is at ${latest.toFixed(2)} s of ${(duration ?? 0).toFixed(2)} s`);
    }
  } catch (error) {
    if (error instanceof MpaferError) throw error;
    requireRunning(error);
    throw new MpaferError(
      'video',
      index === 0
        ? `Cannot read the video "${name}": no frame could be decoded: ${reasonOf(error)}`
        : `Cannot read the video "${name}" to its end: it is damaged or cut short: ${reasonOf(error)}`,
      { cause: error },
    );
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof InputDisposedError) return 'it was closed';
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
