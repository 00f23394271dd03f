// Names of unfinished files: no two writers on any machine share one, and each tells whose it is.
import { basename, dirname, join } from 'node:path';
import { machineMark, ownIdentity, randomMark, standingOf } from './process-identity.ts';

const pattern = /^\..+\.([0-9a-f]{8})-(\d+)-(\d*)-[0-9a-f]{8}\.tmp$/;

/** A name beside `path`, hidden, with its owner in it: machine, process, start of the process. */
export function temporaryName(path: string): string {
  const own = ownIdentity();
  const owner = `${machineMark(own)}-${own.pid}-${own.start ?? ''}`;
  return join(dirname(path), `.${basename(path)}.${owner}-${randomMark()}.tmp`);
}

/** Whether a file of this name is an unfinished one. */
export const isTemporary = (name: string): boolean => pattern.test(name);

/** No write takes this long, in milliseconds. */
const day = 86_400_000;

/**
 * Whether nobody will finish the file: its process has ended or, on another machine, has not touched it for a day.
 *
 * @param age milliseconds since it was written to
 */
export function isAbandoned(name: string, age: number): boolean {
  const [, machine, pid, start] = pattern.exec(name) ?? [];
  if (machine === undefined) return false;
  const own = ownIdentity();
  if (machine !== machineMark(own)) return age > day;
  return standingOf({ ...own, pid: Number(pid), start: start || undefined }) === 'ended';
}
