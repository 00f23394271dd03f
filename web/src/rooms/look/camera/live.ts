// Recognition of the camera: frames go to the worker as it takes them, and each answer is shown with its very frame.
import { signal } from '@preact/signals';
import type { VideoRow } from 'mpafer';
import type { Studio } from '../../../shell/studio.ts';
import { transfer } from '../../../work/port.ts';
import type { SentFrame } from '../../../work/tasks/look/frame-queue.ts';
import { isStopped, sentencesOf } from '../../../work/work-failure.ts';
import { type FrameRow, framesOf } from '../video/people.ts';
import { baselineSeconds } from '../video/video-settings.ts';
import { cameraFrames } from './camera-frames.ts';

/** What was recognised since the camera was started; kept when it is stopped. */
export interface LiveSession {
  readonly rows: readonly FrameRow[];
  /** When its first frame was taken, in milliseconds since 1970. */
  readonly startedAt: number;
}

export const session = signal<LiveSession | undefined>(undefined);

/** The newest answer with the frame that it is for. */
export const shownFrame = signal<{ readonly frame: VideoFrame; readonly row: FrameRow } | undefined>(undefined);

export const liveFailure = signal<readonly string[] | undefined>(undefined);

/** Recognised frames in the last second. */
export const frameRate = signal(0);

/** How often the numbers follow, in milliseconds; the picture follows at once. */
const pace = 500;

/** Recognises the stream until it ends or the signal stops it. */
export async function recogniseCamera(studio: Studio, stream: MediaStream, stop: AbortSignal): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const rows: FrameRow[] = [];
  let startedAt = 0;
  let published = 0;
  const publish = () => {
    published = performance.now();
    session.value = { rows: [...rows], startedAt };
    const last = rows.at(-1)?.timestamp ?? 0;
    frameRate.value = rows.filter(({ timestamp }) => timestamp > last - 1).length;
  };
  const over = new AbortController();
  const sent: VideoFrame[] = [];
  let answer = Promise.withResolvers<void>();
  const wake = () => {
    answer.resolve();
    answer = Promise.withResolvers();
  };
  /** Hands frames over, one ahead of the one that is being recognised, so that the worker never waits. */
  const feed = async () => {
    for await (const frame of cameraFrames(stream, AbortSignal.any([stop, over.signal]))) {
      startedAt ||= performance.timeOrigin + performance.now();
      sent.push(frame.clone());
      port1.postMessage(frame satisfies SentFrame, [frame]);
      if (sent.length > 1) await answer.promise;
    }
    port1.postMessage(null satisfies SentFrame);
  };
  liveFailure.value = undefined;
  try {
    const baseline = baselineSeconds.value;
    const found = (await studio.look).stream(
      'camera',
      transfer({ frames: port2, baseline: baseline > 0 ? baseline : undefined }, [port2]),
      { signal: stop },
    );
    feed().catch((error: unknown) => {
      liveFailure.value = sentencesOf(error);
      port1.postMessage(null satisfies SentFrame);
    });
    for await (const row of found as AsyncGenerator<VideoRow>) {
      const [frame] = framesOf([row]);
      const own = sent.shift();
      wake();
      if (frame === undefined || own === undefined) continue;
      rows.push(frame);
      shownFrame.value?.frame.close();
      shownFrame.value = { frame: own, row: frame };
      if (performance.now() - published > pace) publish();
    }
  } catch (error) {
    if (!isStopped(error)) liveFailure.value = sentencesOf(error);
  } finally {
    over.abort();
    publish();
    for (const frame of sent) frame.close();
    sent.length = 0;
    wake();
    shownFrame.value?.frame.close();
    shownFrame.value = undefined;
    port1.close();
  }
}
