// The access log of `mpafer serve`: one line for each request, for people or as JSON.
import type { AccessRecord } from '../../server/access-record.ts';

/** How the access log is written. */
export const logStyles = ['text', 'json', 'none'] as const;

export type LogStyle = (typeof logStyles)[number];

/** `2026-11-30T18:00:00.000Z POST /v1/recognise 200 12.3 ms, 1 picture, ...`, without its line break; undefined for `none`. */
export function accessLine(style: LogStyle, time: Date, record: AccessRecord): string | undefined {
  if (style === 'none') return undefined;
  const { milliseconds, ...rest } = record;
  const took = Math.round(milliseconds * 10) / 10;
  if (style === 'json') return JSON.stringify({ time: time.toISOString(), ...rest, milliseconds: took });
  const { id, method, path, status, code, bytes, pictures, faces } = record;
  const parts = [
    time.toISOString(),
    method,
    path,
    status,
    ...(code === undefined ? [] : [code]),
    `${took}ms`,
    ...(bytes === undefined ? [] : [`bytes=${bytes}`]),
    ...(pictures === undefined ? [] : [`pictures=${pictures}`]),
    ...(faces === undefined ? [] : [`faces=${faces}`]),
    `id=${id}`,
  ];
  return parts.join(' ');
}
