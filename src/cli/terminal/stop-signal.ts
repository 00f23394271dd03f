// Ctrl-C: the first stops the work after its current step, the second ends the process.

export interface StopSignal {
  readonly signal: AbortSignal;
  release(): void;
}

/** Handles Ctrl-C until released. @param print prints a line */
export function stopSignal(print: (line: string) => void): StopSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    print('Stopping after this step; press Ctrl-C again to stop at once');
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
