// The thread of the watchdog: once armed it waits, and then ends the whole process.
import { parentPort, workerData } from 'node:worker_threads';
import koffi from 'koffi';
import type { WatchdogCells } from './watchdog.ts';

const { cells } = workerData as WatchdogCells;
/** Of the C library: Node's own exit would end this thread alone. */
const leave = koffi.load(null).func('_exit', 'void', ['int']);
parentPort!.postMessage('ready');
Atomics.wait(cells, 0, 0);
// Nobody writes here again, so this is a sleep.
Atomics.wait(cells, 0, 1, cells[2]!);
leave(cells[1]!);
