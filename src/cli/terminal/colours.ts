// Colours on a terminal. Launchers of many processes write logs, and may give a process a terminal all the same.
import picocolors from 'picocolors';
import { launcherOf } from '../../platform/node/mpi/launcher.ts';

export const pc = launcherOf(process.env) === undefined ? picocolors : picocolors.createColors(false);
