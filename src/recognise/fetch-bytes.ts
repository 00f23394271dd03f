// The content of an address: the whole of it, with progress, within a limit, and never a web page in a file's place.
import { type ErrorCode, MpaferError } from '../core/errors.ts';
import { standInOf } from '../core/stand-in.ts';

/** What is used of the answer to a request; every host's `Response` is one. */
export interface FetchedResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
      cancel(): Promise<void>;
    };
  } | null;
}

/** The host's `fetch`, as far as it is used. */
export type Fetch = (address: string, options: { signal?: AbortSignal }) => Promise<FetchedResponse>;

/** How far a download has come. */
export interface DownloadProgress {
  readonly address: string;
  /** Bytes received. */
  readonly loaded: number;
  /** Bytes in all; undefined where the server does not say. */
  readonly total: number | undefined;
}

export interface FetchOptions {
  /** The code of what is refused. */
  readonly code: ErrorCode;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Most bytes to accept. */
  readonly limit?: number | undefined;
  /** Whether a web page is refused here; by default true. What decodes pictures names web pages itself. */
  readonly refusePages?: boolean | undefined;
}

/**
 * Fetches a file.
 *
 * @param address where it is, complete
 * @throws MpaferError of the given code when there is no such file, a web page in its place, or too much of it; `aborted`
 */
export async function fetchBytes(
  fetch: Fetch,
  address: string,
  { code, signal, onProgress, limit = 2 ** 33, refusePages = true }: FetchOptions,
): Promise<Uint8Array> {
  const refuse = (reason: string, options: { hint?: string; cause?: unknown } = {}): never => {
    if (signal?.aborted) throw new MpaferError('aborted', `Stopped while fetching "${address}"`, options);
    throw new MpaferError(code, `Cannot fetch "${address}": ${reason}`, options);
  };
  if (/^\w+:\/\/[^/]*@/.test(address)) {
    const shown = address.replace(/\/\/[^/]*@/, '//');
    throw new MpaferError(code, `Cannot fetch "${shown}": its address contains a user name or password; expected none`);
  }
  const failed = (cause: Error): never => refuse(reasonOf(cause), { cause });
  const response = await fetch(address, signal === undefined ? {} : { signal }).catch(failed);
  if (!response.ok) refuse(`the server answered ${response.status}`);
  const type = response.headers.get('content-type') ?? '';
  const isCompressed = (response.headers.get('content-encoding') ?? 'identity') !== 'identity';
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const total = isCompressed || !Number.isInteger(length) || length < 0 ? undefined : length;
  const tooLong = () => refuse(`it has more than ${limit} bytes`);
  if (total !== undefined && total > limit) tooLong();

  const parts: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read().catch(failed);
    if (done || value === undefined) break;
    parts.push(value);
    loaded += value.length;
    onProgress?.({ address, loaded, total });
    if (loaded <= limit) continue;
    await reader.cancel().catch(() => {});
    tooLong();
  }
  const bytes = joined(parts, loaded);
  if (refusePages && (/^text\/html\b/i.test(type) || standInOf(bytes)?.found.includes('web page'))) {
    refuse(`the server sent a web page (status ${response.status}, ${type || 'no content type'}), not the file`, {
      hint: 'Check the address: many servers answer with their start page where a file is missing',
    });
  }
  return bytes;
}

/** What the network says is often in the cause. */
const reasonOf = ({ message, cause }: Error): string => {
  if (message.startsWith('Failed to parse URL')) return 'it is not a valid address';
  const inner = Object(cause) as { readonly message?: unknown };
  return typeof inner.message === 'string' && inner.message !== '' ? `${message} (${inner.message})` : message;
};

/** One array of all, whose lengths sum to `length`. */
export function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let done = 0;
  for (const part of parts) {
    bytes.set(part, done);
    done += part.length;
  }
  return bytes;
}
