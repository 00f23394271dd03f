// What went wrong with a request to a language model, told without its key.
import type { ModelFailure } from '../../../descriptions/language-model.ts';

/** The parts of the AI SDK's errors that count here. */
interface CallError {
  readonly statusCode?: number;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly responseBody?: string;
}

/** @param secrets what must not appear in the message */
export function failureOf(error: unknown, secrets: readonly string[]): ModelFailure {
  const { statusCode: status, responseHeaders: headers = {}, responseBody = '' } = (error ?? {}) as CallError;
  const message = oneLine(redacted(deepestMessage(error), secrets));
  if (status === undefined) return { failure: `no reply (${message})`, retry: true };
  // A reply of status 200 that cannot be read was cut or mangled on its way.
  if (status < 300) return { failure: `its reply cannot be read (${message})`, retry: true };
  const spent = /insufficient_quota|billing/.test(responseBody);
  return {
    failure: `HTTP ${status}: ${message}`,
    retry: !spent && (status === 408 || status === 409 || status === 425 || status === 429 || status >= 500),
    after: retryAfter(headers),
  };
}

/**
 * Seconds of `Retry-After`, which is a number or a date, or of its finer form in milliseconds. A date is compared with the server's own, as the
 * clock here may be another; without one nothing is known.
 */
export function retryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const fine = Number.parseFloat(headers['retry-after-ms'] ?? '');
  if (fine >= 0) return fine / 1000;
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Number(text);
  const seconds = (dateOf(text) - dateOf(headers.date ?? '')) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** JavaScript takes "-3" for a date as well. */
const dateOf = (text: string): number => (/[a-z]/i.test(text) ? Date.parse(text) : Number.NaN);

/** Every secret replaced, also where a server repeats it. */
export const redacted = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, '[key]')), text);

/** "fetch failed" says nothing; its cause says "connect ECONNREFUSED". */
function deepestMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const inner = cause instanceof Error ? deepestMessage(cause) : '';
  return inner === '' || error.message.includes(inner) ? error.message : `${error.message}: ${inner}`;
}

/** What a server sends may hold line breaks and escape sequences of terminals. */
const oneLine = (text: string): string => {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return plain.length > 300 ? `${plain.slice(0, 300)}...` : plain;
};
