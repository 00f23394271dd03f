// Events of callbacks as an asynchronous iterable for one reader.

export interface Channel<Event> extends AsyncIterable<Event> {
  send(event: Event): void;
  /** After what was sent, the iteration ends. */
  end(): void;
  /** After what was sent, the iteration throws this. */
  readonly fail: (error: unknown) => void;
}

/** What is sent after the end is lost. */
export function channel<Event>(): Channel<Event> {
  const sent: Event[] = [];
  let ending: { readonly error?: unknown } | undefined;
  let wake = () => {};
  const end = (how: { readonly error?: unknown }) => {
    ending ??= how;
    wake();
  };
  return {
    send(event) {
      if (ending === undefined) sent.push(event);
      wake();
    },
    end: () => end({}),
    fail: (error) => end({ error }),
    async *[Symbol.asyncIterator]() {
      while (true) {
        yield* sent.splice(0);
        if (sent.length > 0) continue;
        if (ending !== undefined) {
          if ('error' in ending) throw ending.error;
          return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
