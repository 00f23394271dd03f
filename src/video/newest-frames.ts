// Of a source that does not wait, such as a camera: always the newest frame, and those that there was no time for are dropped.
import type { ClipFrame } from './video.ts';

/** Reads the source as fast as it gives frames. Times count from its first frame, numbers among the frames that are given. */
export async function* newestFrames(
  source: AsyncGenerator<ClipFrame, void, undefined>,
): AsyncGenerator<ClipFrame, void, undefined> {
  let newest: ClipFrame | undefined;
  let end: { readonly failure?: unknown } | undefined;
  let changed = Promise.withResolvers<void>();
  const wake = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const reading = (async () => {
    for await (const frame of source) {
      newest = frame;
      wake();
    }
  })();
  reading.then(
    () => {
      end = {};
      wake();
    },
    (failure: unknown) => {
      end = { failure };
      wake();
    },
  );
  let start: number | undefined;
  try {
    for (let index = 0; ; index++) {
      while (newest === undefined && end === undefined) await changed.promise;
      if (newest === undefined) {
        if (end !== undefined && 'failure' in end) throw end.failure;
        return;
      }
      const { timestamp, image } = newest;
      newest = undefined;
      start ??= timestamp;
      yield { index, timestamp: timestamp - start, image };
    }
  } finally {
    source.return().catch(() => {});
  }
}
