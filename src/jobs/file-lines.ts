// The lines of a file, read piece by piece: a long one is never in memory as a whole.
import { createReadStream } from 'node:fs';

/** Complete lines, each with the byte at which the next begins. */
export async function* fileLines(
  path: string,
  start = 0,
): AsyncGenerator<{ readonly text: string; readonly end: number }> {
  let rest = Buffer.alloc(0);
  let end = start;
  for await (const chunk of createReadStream(path, { start }) as AsyncIterable<Buffer>) {
    let bytes = Buffer.concat([rest, chunk]);
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a)) {
      end += at + 1;
      yield { text: bytes.toString('utf8', 0, at), end };
      bytes = bytes.subarray(at + 1);
    }
    rest = Buffer.from(bytes);
  }
}
