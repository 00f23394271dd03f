// A video that was opened: what it is, and its frames with their exact times. Each host opens videos its own way.
import type { RgbImage } from '../core/image.ts';
import type { FrameSelection } from './frame-selection.ts';

/** What is known of a video before its first frame. */
export interface VideoInfo {
  /** Name of the codec, such as `h264`, `vp9` or `av1`; of a camera or an element, what it is. */
  readonly codec: string;
  /** Seconds from the start of the file to the end of the last frame; undefined where the file does not say, and of cameras. */
  readonly duration?: number | undefined;
  /** Frames per second, on average. */
  readonly frameRate?: number | undefined;
  /** Sentences for people: several video streams, colours of high dynamic range, and the like. */
  readonly notes: readonly string[];
}

/** A frame as it is shown: turned upright, with square pixels. */
export interface ClipFrame {
  /** Its number in the video, from 0; of cameras and elements, among the frames that were taken. */
  readonly index: number;
  /** Seconds, as the file states them; of a camera, since it was opened. */
  readonly timestamp: number;
  readonly image: RgbImage;
}

export interface OpenVideo {
  readonly info: VideoInfo;
  /** Whether frames come as they happen: of a camera or an element that plays, only the newest is ever given. */
  readonly live?: boolean;
  /**
   * Decodes frames in order, as many ahead as one caller needs; stopping early stops the decoder.
   *
   * @throws MpaferError `video` after the last good frame when the rest is missing; `aborted`
   */
  frames(selection?: FrameSelection, signal?: AbortSignal): AsyncGenerator<ClipFrame, void, undefined>;
}

/** How a host opens videos. */
export interface VideoHost {
  /** @throws MpaferError `video` when there is none or it cannot be decoded; `host` when the host cannot decode videos; `aborted` */
  open(
    video: unknown,
    options: { readonly stream?: number | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<OpenVideo>;
}
