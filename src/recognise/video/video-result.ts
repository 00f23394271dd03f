// What a recogniser says of a video: one result for each frame, every face with the person it belongs to.
import type { Box, Eyes } from '../../faces/face.ts';
import type { FindOptions } from '../../faces/find-options.ts';
import type { FrameSelection } from '../../video/frame-selection.ts';
import type { VideoInfo } from '../../video/video.ts';
import type { FacePlace } from '../picture-faces.ts';
import type { Baseline } from './neutral-baseline.ts';

/** Options of one call of `video`. */
export interface VideoOptions extends FrameSelection, FindOptions {
  /** Whether boxes, eyes and probabilities are smoothed over time (default: true). What was measured stays beside it. */
  readonly smooth?: boolean | undefined;
  /** Seconds for which a person may be out of sight and keep the id (default: 1). */
  readonly longestGap?: number | undefined;
  /**
   * Compares each person with a resting face of their own: the mean of the first so many seconds in which they are seen, or of the part
   * from and to these seconds of the video.
   */
  readonly baseline?: number | { readonly from: number; readonly to: number } | undefined;
  /** Which video stream of a file with several, from 0 (default: the file's own choice). */
  readonly stream?: number | undefined;
  /** Called with what is known of the video before its first frame. */
  readonly onOpen?: ((info: VideoInfo) => void) | undefined;
  /**
   * The first results of the same call that was stopped: their frames are decoded, and not searched and recognised again. The results are
   * the same as without; landmarks of such frames are absent where the results have none.
   */
  readonly resume?: Iterable<VideoRecognition> | AsyncIterable<VideoRecognition> | undefined;
}

/** A face of a frame: where it is, as it was measured, and its expression. */
export interface VideoFace extends FacePlace {
  /** The person: the same number while they are in sight, through crossings and short gaps; a new shot has new people. From 1. */
  readonly id: number;
  /** Of each class, as the model gives them for this frame alone. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** Smoothed over time, without what the future brings; absent without smoothing. */
  readonly smoothed?:
    | {
        readonly box: Box;
        readonly eyes?: Eyes | undefined;
        readonly probabilities: Readonly<Record<string, number>>;
      }
    | undefined;
  /** The most probable class, by the smoothed probabilities where there are some. */
  readonly expression: string;
  /** Its probability. */
  readonly confidence: number;
  /** Whether the confidence is below the recogniser's threshold, where it has one, or the face is too small. */
  readonly unsure: boolean;
  /** The probabilities (smoothed where there are some) less those of the person's own resting face; absent until that is known. */
  readonly relative?: Readonly<Record<string, number>> | undefined;
  /** The person's resting face; absent until it is known. */
  readonly baseline?: Baseline | undefined;
}

/** What was found in one frame. */
export interface VideoRecognition {
  /** Path, address or name of the video, where it has one. */
  readonly source?: string;
  /** The frame's number in the video, from 0, whichever frames were chosen; of cameras and elements, among those that were taken. */
  readonly frame: number;
  /** Seconds, as the file states them; of a camera, since it was opened. */
  readonly timestamp: number;
  readonly status: 'ok' | 'no-face';
  /** Number of the shot, from 1: each cut begins one. */
  readonly shot: number;
  readonly faces: readonly VideoFace[];
}
