// Where a rank runs: its machine, and the cores of it that the rank may use.
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, hostname } from 'node:os';

export interface Place {
  readonly host: string;
  /** Of the machine. */
  readonly cores: number;
  /** How many of them this process may use: launchers bind ranks to cores. */
  readonly usable: number;
  /** Which they are, e.g. `0-3`; empty on systems that do not tell. */
  readonly set: string;
}

export const ownPlace = (): Place => ({
  host: hostname(),
  cores: cpus().length,
  usable: availableParallelism(),
  set: coreSet(),
});

function coreSet(): string {
  try {
    return /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}
