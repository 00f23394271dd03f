// The scheme of an address: one that the host cannot fetch is refused by its name, before it is taken for a path.
import { type ErrorCode, MpaferError } from '../core/errors.ts';

/** These need no slashes behind them. A colon alone makes no scheme: files may have one in their names, and Windows' drives do. */
const withoutSlashes = ['blob', 'about', 'javascript', 'mailto', 'filesystem'];

/** In lower case; undefined for a path. */
export function schemeOf(address: string): string | undefined {
  const [, scheme, slashes] = /^([a-z][a-z\d+.-]+):(\/\/)?/i.exec(address) ?? [];
  const found = scheme?.toLowerCase();
  return slashes !== undefined || withoutSlashes.includes(found ?? '') ? found : undefined;
}

export interface SchemeUse {
  readonly code: ErrorCode;
  /** What is done with the address, such as `Cannot read`. */
  readonly verb: string;
  /** Whether the host can fetch addresses of this scheme. */
  accepts(scheme: string): boolean;
  /** What the host takes instead, in words. */
  readonly expected: string;
  readonly hint?: string | undefined;
}

/** @throws MpaferError of the given code that names the scheme and what is taken instead */
export function requireScheme(address: string, { code, verb, accepts, expected, hint }: SchemeUse): void {
  const scheme = schemeOf(address);
  if (scheme === undefined || accepts(scheme)) return;
  const shown = address.replace(/^(\w+:\/\/)[^/@]*@/, '$1').slice(0, 200);
  throw new MpaferError(
    code,
    `${verb} "${shown}": addresses of the scheme "${scheme}:" cannot be fetched here; expected ${expected}`,
    hint === undefined ? {} : { hint },
  );
}
