// Names of temporary files: unique across machines, and each identifies its owner.
import { basename, dirname, join } from 'node:path';
import { machineMark, ownIdentity, randomMark, standingOf } from './process-identity.ts';

const pattern = /^\..+\.([0-9a-f]{8})-(\d+)-(\d*)-[0-9a-f]{8}\.tmp$/;

/** A hidden name beside `path` that contains its owner: machine, PID and start time. */
export function temporaryName(path: string): string {
  const own = ownIdentity();
  const owner = `${machineMark(own)}-${own.pid}-${own.start ?? ''}`;
  return join(dirname(path), `.${basename(path)}.${owner}-${randomMark()}.tmp`);
}

/** Whether a file of this name is temporary. */
export const isTemporary = (name: string): boolean => pattern.test(name);

/** Longer than any write takes, in milliseconds. */
const day = 86_400_000;

/**
 * Whether the file is left over: its process has ended or, on another machine, has not written to it for a day.
 *
 * @param age milliseconds since the last write
 */
export function isAbandoned(name: string, age: number): boolean {
  const [, machine, pid, start] = pattern.exec(name) ?? [];
  if (machine === undefined) return false;
  const own = ownIdentity();
  if (machine !== machineMark(own)) return age > day;
  return standingOf({ ...own, pid: Number(pid), start: start || undefined }) === 'ended';
}
