// Which process on which machine: what a lock and a temporary file say of their owner, and whether that owner still runs.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly host: string;
  /** Differs after each boot; absent where the system has none. */
  readonly boot?: string | undefined;
  /** Process numbers mean the same only within one PID namespace; absent where the system has none. */
  readonly namespace?: string | undefined;
  readonly pid: number;
  /** When the process started, in ticks since boot: numbers are used again. Absent where the system does not say. */
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
  /** One letter: R runs, S sleeps, T is stopped, Z is a zombie, X is dead. */
  readonly state: string;
  readonly start: string;
}

/** Reads `/proc/PID/stat`; undefined where there is none. The name, its second field, may hold spaces and parentheses. */
export function processStat(pid: number, folder = '/proc'): ProcessStat | undefined {
  const text = attempt(() => readFileSync(`${folder}/${pid}/stat`, 'utf8'));
  // Fields 3 and 22 of proc(5), counted from 1.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields?.[0], fields?.[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}

/** `elsewhere`: on another machine, before this boot, or in another container, where nothing can be said of it from here. */
export type Standing = 'running' | 'ended' | 'elsewhere';

/**
 * Whether a process still runs. A zombie does not: it waits for its parent only, which in a container may never come.
 *
 * @param proc where the system describes its processes
 */
export function standingOf(other: ProcessIdentity, here = ownIdentity(), proc = '/proc'): Standing {
  if (other.host !== here.host || other.boot !== here.boot || other.namespace !== here.namespace) return 'elsewhere';
  if (!exists(other.pid)) return 'ended';
  // Hidden from other users on some systems; then the number alone has to do.
  const stat = processStat(other.pid, proc);
  if (stat === undefined) return 'running';
  if (stat.state === 'Z' || stat.state === 'X') return 'ended';
  return other.start === undefined || other.start === stat.start ? 'running' : 'ended';
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be signalled, but is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Eight digits that stand for the machine, boot and namespace of a process. */
export const machineMark = ({ host, boot, namespace }: ProcessIdentity): string =>
  createHash('sha256').update([host, boot, namespace].join('\0')).digest('hex').slice(0, 8);

/** Eight random digits, for names that no other process may give. */
export const randomMark = (): string => randomBytes(4).toString('hex');
