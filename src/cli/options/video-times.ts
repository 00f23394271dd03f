// Times and intervals of videos on the command line.
import { MpaferError } from '../../core/errors.ts';
import type { FrameSelection } from '../../video/frame-selection.ts';

/** The part from `--from` to `--to`, in seconds. @throws MpaferError `usage` */
export const videoPart = (given: {
  readonly from: string | undefined;
  readonly to: string | undefined;
}): Pick<FrameSelection, keyof typeof given> =>
  Object.fromEntries(
    Object.entries(given).map(([name, text]) => [name, text === undefined ? undefined : secondsOf(name, text)]),
  );

/** `90`, `1:30` or `0:01:30.5` in seconds. */
function secondsOf(name: string, text: string): number {
  const parts = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)s?$/.exec(text.trim());
  if (parts === null) {
    throw new MpaferError(
      'usage',
      `Cannot use --${name} ${text}; expected seconds, or minutes and seconds such as 1:30.5`,
    );
  }
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}

/** `5` is every fifth frame, `0.5s` one in half a second. @throws MpaferError `usage` */
export function frameInterval(text: string): NonNullable<FrameSelection['every']> {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(s?)$/.exec(text.trim()) ?? [];
  const value = Number(number ?? Number.NaN);
  if (unit === 's' && value > 0) return { seconds: value };
  if (unit === '' && Number.isInteger(value) && value >= 1) return value;
  throw new MpaferError(
    'usage',
    `Cannot use --every ${text}; expected a whole number of frames from 1, or seconds such as 0.5s`,
  );
}
