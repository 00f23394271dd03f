// Describes the failure of a request to a language model, without its key.
import type { ModelFailure } from '../../../descriptions/language-model.ts';

/** The fields of the AI SDK's errors that are used here. */
interface CallError {
  readonly statusCode?: number;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly responseBody?: string;
}

/** @param secrets texts that must not appear in the message */
export function failureOf(error: unknown, secrets: readonly string[]): ModelFailure {
  const { statusCode: status, responseHeaders: headers = {}, responseBody = '' } = (error ?? {}) as CallError;
  const message = oneLine(redacted(deepestMessage(error), secrets));
  if (status === undefined) return { failure: `no reply (${message})`, retry: true };
  // An unreadable reply of status 200 was truncated or altered on its way.
  if (status < 300) return { failure: `its reply cannot be read (${message})`, retry: true };
  const spent = /insufficient_quota|billing/.test(responseBody);
  return {
    failure: `HTTP ${status}: ${message}`,
    retry: !spent && (status === 408 || status === 409 || status === 425 || status === 429 || status >= 500),
    after: retryAfter(headers),
  };
}

/**
 * Seconds of `Retry-After`, a number or a date, or of its form in milliseconds. A date is compared with that of the server's reply, as the local
 * clock may differ; without one, nothing is known.
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

/** JavaScript parses even "-3" as a date. */
const dateOf = (text: string): number => (/[a-z]/i.test(text) ? Date.parse(text) : Number.NaN);

/** Replaces every secret, even one that a server repeats. */
export const redacted = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, '[key]')), text);

/** "fetch failed" says nothing; its cause, "connect ECONNREFUSED", does. */
function deepestMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const inner = cause instanceof Error ? deepestMessage(cause) : '';
  return inner === '' || error.message.includes(inner) ? error.message : `${error.message}: ${inner}`;
}

/** A server's text may contain line breaks and terminal escape sequences. */
const oneLine = (text: string): string => {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return plain.length > 300 ? `${plain.slice(0, 300)}...` : plain;
};
