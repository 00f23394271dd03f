// Ends this process if the MPI library does not: some versions never return from MPI_Finalize, and then the job would never end.
import { Worker } from 'node:worker_threads';
import { startFile } from '../../../engine/node/package-files.ts';

export interface Watchdog {
  /** From now on the process ends with `code` after `seconds`, whatever its main thread does. */
  arm(code: number, seconds: number): void;
}

/** Sent to the watchdog's thread: the words to wait at. */
export interface WatchdogCells {
  /** [armed, exit code, milliseconds] */
  readonly cells: Int32Array<SharedArrayBuffer>;
}

/** Starts the thread that watches; it does not keep the process alive. */
export async function startWatchdog(): Promise<Watchdog> {
  const cells = new Int32Array(new SharedArrayBuffer(12));
  const data: WatchdogCells = { cells };
  const worker = new Worker(startFile('platform/node/mpi/watchdog-thread'), { execArgv: [], workerData: data });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
  worker.unref();
  return {
    arm(code, seconds) {
      cells[1] = code;
      cells[2] = 1000 * seconds;
      Atomics.store(cells, 0, 1);
      Atomics.notify(cells, 0);
    },
  };
}
