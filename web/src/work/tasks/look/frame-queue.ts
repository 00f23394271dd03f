// Frames that a page sends through a port, as a stream. The page sends as many ahead as it likes; those that nobody reads are closed.

/** Null ends the stream. */
export type SentFrame = VideoFrame | null;

export function frameQueue(port: MessagePort): ReadableStream<VideoFrame> {
  const waiting: VideoFrame[] = [];
  let hasEnded = false;
  let arrived = Promise.withResolvers<void>();
  port.onmessage = ({ data }: MessageEvent<SentFrame>) => {
    if (data === null) hasEnded = true;
    else if (hasEnded) data.close();
    else waiting.push(data);
    arrived.resolve();
    arrived = Promise.withResolvers();
  };
  return new ReadableStream<VideoFrame>(
    {
      async pull(controller) {
        while (waiting.length === 0 && !hasEnded) await arrived.promise;
        const frame = waiting.shift();
        if (frame !== undefined) controller.enqueue(frame);
        else {
          port.close();
          controller.close();
        }
      },
      cancel() {
        hasEnded = true;
        for (const frame of waiting) frame.close();
        arrived.resolve();
        port.close();
      },
    },
    { highWaterMark: 0 },
  );
}
