// Requests to the hub: repeated while it is busy or out of reach, given up with a word about why.
import { setTimeout as wait } from 'node:timers/promises';
import { MpaferError } from '../../../../core/errors.ts';
import type { HubSettings } from './hub-settings.ts';

/** Milliseconds before each further attempt. */
const pauses = [200, 600, 1800];
/** Seconds that an answer may let wait for itself. */
const patience = 30;

/**
 * A `fetch` that retries, and shows the endpoint the token: after a redirection to another address it is not sent on.
 *
 * @throws MpaferError `model` when the hub cannot be reached, `aborted`
 */
export function hubFetch({ endpoint, token }: HubSettings, signal?: AbortSignal): typeof fetch {
  return async (request, given = {}) => {
    const headers = new Headers(given.headers);
    const own = new URL(String(request)).origin === new URL(endpoint).origin;
    if (own && token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const options = { ...given, headers };
    for (let attempt = 0; ; attempt++) {
      if (signal?.aborted) throw stopped(signal);
      const failure = await tryOnce(request, options, signal);
      if (failure instanceof Response) {
        const busy = failure.status === 429 || failure.status >= 500;
        if (!busy || attempt >= pauses.length) return failure;
        await failure.body?.cancel();
        await pause(Math.max(pauses[attempt]!, retryAfter(failure)), signal);
      } else {
        if (attempt >= pauses.length) {
          throw new MpaferError('model', `Cannot reach ${endpoint}: ${reasonOf(failure)}`, {
            hint: 'Check the network, name a mirror with --endpoint, or copy the model here and give its folder',
            cause: failure,
          });
        }
        await pause(pauses[attempt]!, signal);
      }
    }
  };
}

async function tryOnce(
  request: Parameters<typeof fetch>[0],
  options: RequestInit,
  signal?: AbortSignal,
): Promise<Response | Error> {
  // The wait for an answer is limited here; for a body that stops coming, by whoever reads it.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${patience} seconds`)), 1000 * patience);
  const signals = [late.signal, options.signal, signal].filter((each) => each != null);
  try {
    return await fetch(request, { ...options, signal: AbortSignal.any(signals) });
  } catch (error) {
    if (signal?.aborted) throw stopped(signal);
    if (options.signal?.aborted) throw error;
    return error as Error;
  } finally {
    clearTimeout(timer);
  }
}

export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => {
    throw stopped(signal);
  });
}

export const stopped = (signal?: AbortSignal): MpaferError =>
  new MpaferError('aborted', 'Stopped; what was pulled so far is kept', { cause: signal?.reason });

/** Seconds that the hub asks for, in milliseconds, one minute at most. */
const retryAfter = (response: Response): number =>
  1000 * Math.min(60, Math.max(0, Number(response.headers.get('retry-after') ?? 0) || 0));

/** Node says "fetch failed" and keeps the reason inside. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}
