// Requests to the hub, retried while it is busy or unreachable.
import { setTimeout as wait } from 'node:timers/promises';
import { MpaferError } from '../../../../core/errors.ts';
import type { HubSettings } from './hub-settings.ts';

/** Milliseconds before each further attempt. */
const pauses = [200, 600, 1800];
/** Seconds to wait for a response. */
const patience = 30;

/**
 * A `fetch` that retries, and sends the token to the endpoint alone, not to other hosts after a redirection.
 *
 * @throws MpaferError `model` when the hub is unreachable, `aborted`
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
            hint: 'Check the network, use a mirror, or copy the model here and name its folder',
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
  // The wait for a response is limited here; the reader of the body limits the wait for its data.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no response within ${patience} seconds`)), 1000 * patience);
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
  new MpaferError('aborted', 'Stopped; the part downloaded so far is kept', { cause: signal?.reason });

/** Milliseconds that the hub asks to wait, at most one minute. */
const retryAfter = (response: Response): number =>
  1000 * Math.min(60, Math.max(0, Number(response.headers.get('retry-after') ?? 0) || 0));

/** Node reports "fetch failed" and keeps the reason in the cause. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}
