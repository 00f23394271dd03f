// The limits of `mpafer serve` on the command line, in units for people.
import { Option } from 'commander';
import { defaultLimits, type ServerLimits } from '../../server/server-limits.ts';
import { wholeNumber } from './number-options.ts';

interface LimitOption {
  readonly key: keyof ServerLimits;
  readonly flag: string;
  readonly unit: string;
  /** How much one of the unit is. */
  readonly scale: number;
  readonly least: number;
  readonly most: number;
  readonly says: string;
}

const mebibyte = 2 ** 20;

const limitOptions: readonly LimitOption[] = [
  limit('pictures', 'max-pictures', 'n', 1, 1, 1024, 'most pictures of one request'),
  limit('pictureBytes', 'max-picture', 'MiB', mebibyte, 1, 512, 'most of one picture'),
  limit('bodyBytes', 'max-body', 'MiB', mebibyte, 1, 2048, "most of a request's body"),
  limit('pixels', 'max-pixels', 'millions', 1e6, 1, 100, 'most pixels of one picture'),
  limit('requests', 'max-requests', 'n', 1, 1, 10_000, 'most requests that are read, wait or are recognised at a time'),
  limit('memory', 'max-memory', 'MiB', mebibyte, 1, 1_000_000, 'most that the bodies of these requests take together'),
  limit('waiting', 'max-waiting', 'n', 1, 1, 100_000, 'most pictures that wait'),
  limit('batch', 'max-batch', 'n', 1, 1, 64, 'most pictures that are recognised together'),
  limit('wait', 'max-wait', 'ms', 1, 0, 10_000, 'how long a picture waits for others to be recognised with'),
  limit('pause', 'max-pause', 's', 1000, 1, 3600, 'how long a body may pause'),
  limit('upload', 'max-upload', 's', 1000, 1, 3600, 'how long a body may take'),
];

function limit(
  key: keyof ServerLimits,
  flag: string,
  unit: string,
  scale: number,
  least: number,
  most: number,
  says: string,
): LimitOption {
  return { key, flag, unit, scale, least, most, says };
}

/** One option for each limit, with its default. */
export const limitFlags = (): readonly Option[] =>
  limitOptions.map(({ key, flag, unit, scale, says }) =>
    new Option(`--${flag} <${unit}>`, says).default(String(Math.round(defaultLimits[key] / scale))),
  );

/** @param given options by the names that commander gives them @throws MpaferError `usage` for a value out of its range */
export function limitsOf(given: Readonly<Record<string, unknown>>): ServerLimits {
  const limits = Object.fromEntries(
    limitOptions.map(({ key, flag, scale, least, most }) => [
      key,
      scale * wholeNumber(`--${flag}`, String(given[camelCase(flag)]), least, most),
    ]),
  );
  return limits as unknown as ServerLimits;
}

const camelCase = (flag: string): string => flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
