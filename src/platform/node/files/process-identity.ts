// Identifies a process on a machine, for the owners of locks and temporary files, and tells whether it is still running.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly host: string;
  /** Changes with every boot; absent on systems without one. */
  readonly boot?: string | undefined;
  /** PIDs are unique only within a PID namespace; absent on systems without one. */
  readonly namespace?: string | undefined;
  readonly pid: number;
  /** Start time in ticks since boot, as PIDs are reused; absent on systems that do not tell. */
  readonly start?: string | undefined;
}

const attempt = <T>(action: () => T): T | undefined => {
  try {
    return action();
  } catch {
    return undefined;
  }
};

let own: ProcessIdentity | undefined;

/** This process. */
export function ownIdentity(): ProcessIdentity {
  own ??= {
    host: hostname(),
    boot: attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: attempt(() => readlinkSync('/proc/self/ns/pid')),
    pid: process.pid,
    start: processStat(process.pid)?.start,
  };
  return own;
}

export interface ProcessStat {
  /** R running, S sleeping, T stopped, Z zombie, X dead. */
  readonly state: string;
  readonly start: string;
}

/** Reads `/proc/PID/stat`; undefined if there is none. The second field, the name, may contain spaces and parentheses. */
export function processStat(pid: number, folder = '/proc'): ProcessStat | undefined {
  const text = attempt(() => readFileSync(`${folder}/${pid}/stat`, 'utf8'));
  // Fields 3 and 22 of proc(5), counted from 1.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields?.[0], fields?.[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}

/** `elsewhere`: on another machine, of an earlier boot, or in another container, so that its state cannot be seen from here. */
export type Standing = 'running' | 'ended' | 'elsewhere';

/**
 * Whether a process is still running. A zombie is not: it only waits for its parent to reap it, which in a container may never happen.
 *
 * @param proc the system's folder of processes
 */
export function standingOf(other: ProcessIdentity, here = ownIdentity(), proc = '/proc'): Standing {
  if (other.host !== here.host || other.boot !== here.boot || other.namespace !== here.namespace) return 'elsewhere';
  if (!exists(other.pid)) return 'ended';
  // Some systems hide other users' processes; then the PID alone decides.
  const stat = processStat(other.pid, proc);
  if (stat === undefined) return 'running';
  if (stat.state === 'Z' || stat.state === 'X') return 'ended';
  return other.start === undefined || other.start === stat.start ? 'running' : 'ended';
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user cannot be signalled, but exists.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Eight hexadecimal digits for the machine, boot and namespace of a process. */
export const machineMark = ({ host, boot, namespace }: ProcessIdentity): string =>
  createHash('sha256').update([host, boot, namespace].join('\0')).digest('hex').slice(0, 8);

/** Eight random hexadecimal digits, for names that no other process uses. */
export const randomMark = (): string => randomBytes(4).toString('hex');
