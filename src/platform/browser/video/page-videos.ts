// Opens videos in a page: addresses and files, elements that play, cameras.
import { MpaferError } from '../../../core/errors.ts';
import { tagOf } from '../../../recognise/pixels.ts';
import type { OpenVideo, VideoHost } from '../../../video/video.ts';
import { openFrames } from './frame-stream.ts';
import { openElement, openStream } from './playing-frames.ts';

/** Any video in a page: an address, a Blob or File, an element, the stream of a camera, or frames that somebody else takes. */
export type Video = string | URL | Blob | HTMLVideoElement | MediaStream | ReadableStream<VideoFrame>;

/** @param base the URL that relative addresses are resolved against */
export const pageVideos = (base: string): VideoHost => ({
  async open(video, options): Promise<OpenVideo> {
    const tag = tagOf(video);
    if (tag === 'HTMLVideoElement') return openElement(video as HTMLVideoElement);
    if (tag === 'MediaStream') return openStream(video as MediaStream);
    if (tag === 'ReadableStream') return openFrames(video as ReadableStream<VideoFrame>);
    const file = tag === 'Blob' || tag === 'File' ? (video as Blob) : addressOf(video, base);
    const { openMediaFile } = await import('./media-file.ts');
    return openMediaFile(file, { name: nameOf(video), ...options });
  },
});

function addressOf(video: unknown, base: string): URL {
  const isAddress = (typeof video === 'string' && video !== '') || tagOf(video) === 'URL';
  if (isAddress && URL.canParse(String(video), base)) return new URL(String(video), base);
  const found = typeof video === 'object' && video !== null ? tagOf(video) : `a value of type ${typeof video}`;
  throw new MpaferError(
    'video',
    `Cannot read a video: found ${found}; expected an address, a Blob or File, a <video> element, a MediaStream or a ReadableStream of frames`,
  );
}

function nameOf(video: unknown): string {
  if (tagOf(video) === 'File') return (video as File).name;
  return tagOf(video) === 'Blob' ? `Blob of ${(video as Blob).size} bytes` : String(video);
}
