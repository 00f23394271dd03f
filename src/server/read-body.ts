// Reads the body of a request within limits of bytes and time.
import { Problem } from './problem.ts';

export interface BodyLimits {
  /** Most bytes. */
  readonly bytes: number;
  /** Most bytes of a body that is too large that are let go by before it is refused. */
  readonly discarded: number;
  /** Milliseconds until the first piece, and between two pieces. */
  readonly pause: number;
  /** Milliseconds until it is complete. */
  readonly upload: number;
}

/** The connection of a body that is not read to its end cannot be used again. */
const close = { connection: 'close' } as const;

/**
 * Reads a body into shared memory, so that another thread sees it without a copy. Whatever ends the reading cancels the rest of it.
 *
 * @throws Problem `body-too-large`, `upload-too-slow`, or `client-gone` when the connection ends before the body does
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array(0);
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const pieces: Uint8Array[] = [];
  let length = 0;
  const whole = timer(limits.upload);
  try {
    while (true) {
      const pause = timer(limits.pause);
      const next = await Promise.race([reader.read(), pause.rings, whole.rings]).finally(pause.stop);
      if (next === late) {
        throw new Problem(
          'upload-too-slow',
          `Cannot read the body: ${length} bytes arrived; expected a piece every ${limits.pause / 1000} s and all of it within ${limits.upload / 1000} s`,
          { headers: close },
        );
      }
      if (next.done) return joined(pieces, length);
      length += next.value.length;
      if (length > limits.bytes) {
        pieces.length = 0;
        const ended = await discard(reader, limits);
        throw tooLarge(limits.bytes, ended);
      }
      pieces.push(next.value);
    }
  } catch (error) {
    // What cancelling says of a connection that is gone already is of no use to anybody.
    reader.cancel().catch(() => {});
    if (error instanceof Problem) throw error;
    throw new Problem('client-gone', 'Cannot read the body: the connection ended', { cause: error });
  } finally {
    whole.stop();
  }
}

/** The refusal of a body that says how large it is: its bytes are let go by first. */
export async function refuseBody(request: Request, limits: BodyLimits): Promise<Problem> {
  const reader = request.body?.getReader();
  const ended = reader === undefined || (await discard(reader, limits));
  if (!ended) reader?.cancel().catch(() => {});
  return tooLarge(limits.bytes, ended);
}

const tooLarge = (most: number, ended: boolean): Problem =>
  new Problem(
    'body-too-large',
    `Cannot read the body: it has more than ${most} bytes`,
    ended ? {} : { headers: close },
  );

/**
 * Lets the rest of a body go by: where a connection is closed while bytes arrive, its client may see a reset instead of the answer.
 *
 * @returns whether the body ended within `discarded` bytes and one pause
 */
async function discard(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { discarded, pause }: Pick<BodyLimits, 'discarded' | 'pause'>,
): Promise<boolean> {
  const patience = timer(pause);
  try {
    for (let length = 0; length <= discarded; ) {
      const next = await Promise.race([reader.read(), patience.rings]);
      if (next === late) return false;
      if (next.done) return true;
      length += next.value.length;
    }
    return false;
  } catch {
    // The client left; nobody reads the answer.
    return false;
  } finally {
    patience.stop();
  }
}

const late = Symbol('late');

function timer(milliseconds: number): { readonly rings: Promise<typeof late>; stop(): void } {
  let handle: ReturnType<typeof setTimeout>;
  const rings = new Promise<typeof late>((resolve) => {
    handle = setTimeout(() => resolve(late), milliseconds);
  });
  return { rings, stop: () => clearTimeout(handle) };
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(new SharedArrayBuffer(length));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
