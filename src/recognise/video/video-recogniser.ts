// Opens a video and recognises its frames: what `recogniser.video(...)` does.
import { checkFrameSelection } from '../../video/frame-selection.ts';
import type { VideoHost } from '../../video/video.ts';
import type { Recogniser } from '../load-run.ts';
import type { PictureFaces } from '../picture-faces.ts';
import { pictureSource } from '../read-picture.ts';
import { checkVideoOptions, type FrameRecogniser, recogniseFrames } from './recognise-frames.ts';
import type { VideoOptions, VideoRecognition } from './video-result.ts';

export interface VideoRecogniserParts {
  readonly recogniser: Recogniser;
  readonly faces: PictureFaces;
  readonly videos: VideoHost;
  readonly abstainBelow: number | undefined;
}

/** A function of a video and its options. Options are checked at once, the video is opened with the first result. */
export function videoRecogniser({ recogniser, faces, videos, abstainBelow }: VideoRecogniserParts) {
  const frameRecogniser: FrameRecogniser = {
    classes: recogniser.classes,
    abstainBelow,
    facesOf: faces.facesOf,
    recognise: async (crops) =>
      (await recogniser.recognise(crops)).map(({ probabilities }) =>
        recogniser.classes.map((name) => probabilities[name]!),
      ),
  };
  return (video: unknown, options: VideoOptions = {}): AsyncGenerator<VideoRecognition, void, undefined> => {
    checkFrameSelection(options);
    checkVideoOptions(options);
    faces.check(options);
    return recogniseVideo(video, options);
  };

  async function* recogniseVideo(
    video: unknown,
    options: VideoOptions,
  ): AsyncGenerator<VideoRecognition, void, undefined> {
    const { signal, stream, onOpen = () => {} } = options;
    const opened = await videos.open(video, { stream, signal });
    onOpen(opened.info);
    yield* recogniseFrames(
      { frames: opened.frames(options, signal), live: opened.live, source: pictureSource(video) },
      frameRecogniser,
      options,
    );
  }
}
