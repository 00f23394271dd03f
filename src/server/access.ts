// Who may ask: the names that the server goes by, the pages that may ask it, and the token.
import { sha256 } from '../core/sha256.ts';
import { Problem } from './problem.ts';

export interface AccessRules {
  /** Names beside `localhost` and numeric addresses that the server goes by, in lower case. */
  readonly hosts: readonly string[];
  /** Origins of pages that may ask, such as `https://example.org`. */
  readonly origins: readonly string[];
  /** Undefined where anybody may ask who reaches the server. */
  readonly token: string | undefined;
}

/**
 * Refuses names that the server does not go by. A page can have its own name resolve to this machine (DNS rebinding) and would then count
 * as of the same origin; it cannot do so with an address in numbers.
 *
 * @param host the header, with or without a port
 * @throws Problem `host-not-allowed`
 */
export function requireHost(host: string | null, { hosts }: Pick<AccessRules, 'hosts'>): void {
  const [, name = ''] = /^(\[[0-9a-f:.]+\]|[^:/@\s]+)(?::\d{1,5})?$/i.exec(host ?? '') ?? [];
  const known = name.toLowerCase();
  const isNumeric = known.startsWith('[') || /^\d{1,3}(\.\d{1,3}){3}$/.test(known);
  if (isNumeric || known === 'localhost' || hosts.includes(known)) return;
  throw new Problem(
    'host-not-allowed',
    `Cannot answer as ${JSON.stringify((host ?? '').slice(0, 100))}; expected localhost, an address in numbers, or a name that is allowed`,
  );
}

/**
 * Refuses requests of pages from elsewhere. Browsers name the page's origin; other programs name none.
 *
 * @throws Problem `origin-not-allowed`
 */
export function requireOrigin(
  origin: string | null,
  host: string | null,
  { origins }: Pick<AccessRules, 'origins'>,
): void {
  if (origin === null || origins.includes(origin)) return;
  if (host !== null && (origin === `http://${host}` || origin === `https://${host}`)) return;
  throw new Problem(
    'origin-not-allowed',
    `Cannot answer a page of ${JSON.stringify(origin.slice(0, 100))}; expected one of an origin that is allowed`,
  );
}

/** Checks tokens in a time that does not depend on how much of one is right. */
export function tokenCheck(token: string | undefined): (authorization: string | null) => Promise<void> {
  const wanted = token === undefined ? undefined : sha256(token);
  return async (authorization) => {
    if (wanted === undefined) return;
    const [, given] = /^Bearer +([^\s]+) *$/i.exec(authorization ?? '') ?? [];
    if (given !== undefined && equal(await sha256(given), await wanted)) return;
    throw new Problem(
      'unauthorised',
      given === undefined
        ? 'Cannot answer without a token; expected the header "Authorization: Bearer TOKEN"'
        : 'Cannot answer: the token is wrong',
      { headers: { 'www-authenticate': 'Bearer' } },
    );
  };
}

/** Of texts of the same length: looks at every character, whatever they are. */
function equal(a: string, b: string): boolean {
  let different = 0;
  for (let index = 0; index < a.length; index++) different |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return different === 0;
}
