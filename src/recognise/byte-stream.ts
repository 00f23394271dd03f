// A stream of the bytes of one image file, such as a request's body: told from a list of pictures, and read whole.
import { MpaferError } from '../core/errors.ts';
import { joined } from './fetch-bytes.ts';
import { tagOf } from './pixels.ts';

/** No photograph of 100 megapixels needs more. */
export const longestPicture = 512 * 2 ** 20;

/** A web stream of bytes: `response.body`, `blob.stream()`. */
export interface WebByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/** A stream of Node that is not in object mode: `createReadStream(path)`, a request that a server was sent. */
export interface NodeByteStream extends AsyncIterable<Uint8Array> {
  readonly readableObjectMode: boolean;
  destroy(error?: Error): unknown;
}

export type ByteStream = WebByteStream | NodeByteStream;

/** A stream of Node in object mode is a list, as `Readable.from(paths)` is. */
export function isByteStream(value: unknown): value is ByteStream {
  if (tagOf(value) === 'ReadableStream') return true;
  const { pipe, readableObjectMode } = Object(value) as {
    readonly pipe?: unknown;
    readonly readableObjectMode?: unknown;
  };
  return typeof pipe === 'function' && readableObjectMode !== true;
}

/**
 * Reads a stream to its end. Whatever ends the reading before ends the stream too.
 *
 * @throws MpaferError `image` when it breaks, was read before, has other chunks than bytes, or more than 512 MB; `aborted`
 */
export async function streamedBytes(
  stream: ByteStream,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const refuse = (reason: string, options: { hint?: string; cause?: unknown } = {}): never => {
    throw new MpaferError('image', `Cannot read "${name}": ${reason}`, options);
  };
  const parts: Uint8Array[] = [];
  let length = 0;
  let chunks: Chunks | undefined;
  const stop = () => chunks?.stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    chunks = chunksOf(stream);
    if (signal?.aborted) chunks.stop();
    for (;;) {
      const { done, value } = await chunks.next();
      if (done) break;
      if (!isBytes(value))
        refuse(`${describe(value)} came out of it; expected the bytes of one image file. ${listHint}`);
      parts.push(value as Uint8Array);
      length += (value as Uint8Array).length;
      if (length > longestPicture) refuse(`it has more than ${longestPicture} bytes`);
    }
  } catch (error) {
    stop();
    if (error instanceof MpaferError) throw error;
    if (!signal?.aborted) refuse((error as Error).message, { cause: error });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  if (signal?.aborted) throw new MpaferError('aborted', `Stopped while reading "${name}"`, { cause: signal.reason });
  if (length === 0) refuse('it has no bytes; a stream can be read only once');
  return joined(parts, length);
}

const listHint = 'Give stream[Symbol.asyncIterator]() where each chunk is a picture';

interface Chunks {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
  /** Ends the stream; a chunk that is waited for comes no more. */
  stop(): void;
}

function chunksOf(stream: ByteStream): Chunks {
  if ('getReader' in stream) {
    const reader = stream.getReader();
    return { next: () => reader.read(), stop: () => void reader.cancel().catch(() => {}) };
  }
  const chunks = stream[Symbol.asyncIterator]();
  return { next: () => chunks.next(), stop: () => void stream.destroy() };
}

const isBytes = (value: unknown): boolean => ArrayBuffer.isView(value) && tagOf(value) === 'Uint8Array';

const describe = (value: unknown): string =>
  typeof value === 'string' ? 'text' : value === null || typeof value !== 'object' ? typeof value : tagOf(value);
