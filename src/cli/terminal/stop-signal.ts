// Ctrl-C: the first asks the work to stop after its step, the second ends the process.

export interface StopSignal {
  readonly signal: AbortSignal;
  release(): void;
}

export function stopSignal(say: (line: string) => void): StopSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    say('Stopping after this step; press Ctrl-C again to stop at once');
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
