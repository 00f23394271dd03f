// Which frames of a video are wanted: a part of it, and every so many frames or seconds.
import { MpaferError } from '../core/errors.ts';

/** Which frames of a video are wanted. */
export interface FrameSelection {
  /** One of so many frames, or the first frame of each so many seconds (default: all). */
  readonly every?: number | { readonly seconds: number } | undefined;
  /** Seconds: frames before it are skipped (default: none). */
  readonly from?: number | undefined;
  /** Seconds: frames at and after it are skipped (default: none). */
  readonly to?: number | undefined;
}

/** Rounding of timestamps must not move a frame to the interval before. */
export const intervalTolerance = 1e-6;

/** @throws MpaferError `usage` that says what was asked and what is possible */
export function checkFrameSelection({ every, from, to }: FrameSelection): void {
  if (typeof every === 'number' && !(Number.isInteger(every) && every >= 1))
    refuse(`every ${every} frames; expected a whole number from 1`);
  if (typeof every === 'object' && !(every.seconds > 0 && Number.isFinite(every.seconds)))
    refuse(`every ${every.seconds} seconds; expected a number above 0`);
  if (every !== undefined && typeof every !== 'number' && typeof every !== 'object')
    refuse(`every ${JSON.stringify(every)}; expected a number of frames, or { seconds }`);
  for (const [name, value] of Object.entries({ from, to }))
    if (value !== undefined && !(typeof value === 'number' && Number.isFinite(value) && value >= 0))
      refuse(`${name} ${value} seconds; expected a number from 0`);
  if (from !== undefined && to !== undefined && !(from < to))
    refuse(`from ${from} to ${to} seconds; expected an end after the beginning`);
}

const refuse = (asked: string): never => {
  throw new MpaferError('usage', `Cannot take frames ${asked}`);
};

/** Decides frame by frame, in order of time. `end` means that no later frame is wanted. */
export function frameSelector({ every = 1, from, to = Number.POSITIVE_INFINITY }: FrameSelection) {
  let passed = 0;
  let lastInterval: number | undefined;
  return (timestamp: number): 'take' | 'skip' | 'end' => {
    if (timestamp >= to) return 'end';
    if (from !== undefined && timestamp < from) return 'skip';
    if (typeof every === 'number') return passed++ % every === 0 ? 'take' : 'skip';
    const interval = Math.floor((timestamp - (from ?? 0)) / every.seconds + intervalTolerance);
    if (lastInterval !== undefined && interval <= lastInterval) return 'skip';
    lastInterval = interval;
    return 'take';
  };
}
