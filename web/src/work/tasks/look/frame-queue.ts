// Frames that a page sends through a port, as a stream. The page sends the next when it has the answer to the one before.

/** Null ends the stream. */
export type SentFrame = VideoFrame | null;

export function frameQueue(port: MessagePort): ReadableStream<VideoFrame> {
  return new ReadableStream<VideoFrame>(
    {
      start(controller) {
        port.onmessage = ({ data }: MessageEvent<SentFrame>) => {
          if (data !== null) controller.enqueue(data);
          else {
            port.close();
            controller.close();
          }
        };
      },
      cancel: () => port.close(),
    },
    { highWaterMark: 0 },
  );
}
