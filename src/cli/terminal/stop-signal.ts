// Ctrl-C: the first stops the work after its current step, the second ends the process.

export interface StopSignal {
  readonly signal: AbortSignal;
  release(): void;
}

/** Handles Ctrl-C until released. @param print prints a line @param message what the first does, and what a second would */
export function stopSignal(
  print: (line: string) => void,
  message = 'Stopping after this step; press Ctrl-C again to stop at once',
): StopSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    print(message);
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
