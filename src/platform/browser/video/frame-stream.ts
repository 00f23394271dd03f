// A stream of frames that somebody else takes, such as MediaStreamTrackProcessor's or those that a page hands to its worker.
import { MpaferError } from '../../../core/errors.ts';
import { frameSelector } from '../../../video/frame-selection.ts';
import type { OpenVideo } from '../../../video/video.ts';
import { imageOf } from './frame-image.ts';

/** Reads frame by frame, and closes each; times count from the first. Leaving early cancels the stream. */
export function openFrames(stream: ReadableStream<VideoFrame>): OpenVideo {
  return {
    info: { codec: 'frames', notes: [] },
    live: true,
    async *frames(selection = {}, signal) {
      if (stream.locked) throw new MpaferError('video', 'Cannot read a stream of frames: somebody reads it already');
      const select = frameSelector(selection);
      const reader = stream.getReader();
      const stop = () => reader.cancel().catch(() => {});
      signal?.addEventListener('abort', stop);
      let start: number | undefined;
      try {
        for (let index = 0; ; index++) {
          const { done, value: frame } = await reader.read();
          if (signal?.aborted)
            throw new MpaferError('aborted', 'Stopped while reading a video', { cause: signal.reason });
          if (done) return;
          try {
            start ??= frame.timestamp;
            const timestamp = (frame.timestamp - start) / 1e6;
            const choice = select(timestamp);
            if (choice === 'end') return;
            if (choice === 'take') yield { index, timestamp, image: await imageOf(frame) };
          } finally {
            frame.close();
          }
        }
      } finally {
        signal?.removeEventListener('abort', stop);
        await stop();
      }
    },
  };
}
