// Reads a pipe in portions of known lengths. What is not asked for stays in the pipe, and its writer waits.
import type { Readable } from 'node:stream';

/** The next `length` bytes, or undefined where the pipe ends before. */
export type ReadPortion = (length: number) => Promise<Uint8Array | undefined>;

export function portionsOf(pipe: Readable): ReadPortion {
  const chunks = pipe[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Uint8Array = new Uint8Array(0);
  return async (length) => {
    const portion = new Uint8Array(length);
    let filled = 0;
    for (;;) {
      const taken = rest.subarray(0, length - filled);
      portion.set(taken, filled);
      filled += taken.length;
      rest = rest.subarray(taken.length);
      if (filled === length) return portion;
      const { value, done } = await chunks.next();
      if (done) return undefined;
      rest = value;
    }
  };
}
