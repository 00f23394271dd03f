// The images to recognise: those named one by one, then those of a list, which is read as it is needed.
import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { MpaferError } from '../../core/errors.ts';
import { readReason } from '../../platform/node/files/read-reason.ts';

/** The name of a list that comes from standard input. */
const standardInput = '-';

/** Longer than any path that a system accepts: a file with longer lines is not a list of paths. */
const longestLine = 65_536;

/**
 * Yields paths in order. A list has one path per line; empty lines are ignored. Memory does not grow with its length.
 *
 * @param list path of a text file, or `-` for standard input
 * @throws MpaferError `data` when the list cannot be read or is not a list, `usage` when there is no path at all
 */
export async function* imagePaths(
  named: readonly string[],
  list?: string,
  input: AsyncIterable<Uint8Array> = process.stdin,
): AsyncGenerator<string, void, undefined> {
  let found = named.length;
  yield* named;
  for await (const line of list === undefined ? [] : lines(list, input)) {
    if (line === '') continue;
    found++;
    yield line;
  }
  if (found === 0) throw new MpaferError('usage', 'Cannot predict: no image was given');
}

async function* lines(list: string, input: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const refuse = (found: string, cause?: unknown) =>
    new MpaferError('data', `Cannot read the list of images "${list}": ${found}`, { cause });
  const decoder = new StringDecoder('utf8');
  let [rest, number] = ['', 1];
  try {
    for await (const bytes of list === standardInput ? input : createReadStream(list)) {
      const parts = (rest + decoder.write(Buffer.from(bytes))).split('\n');
      rest = parts.pop()!;
      for (const part of parts) yield part.replace(/\r$/, '');
      number += parts.length;
      if (rest.length > longestLine)
        throw refuse(`line ${number} has more than ${longestLine} characters; expected one path per line`);
    }
  } catch (cause) {
    throw cause instanceof MpaferError ? cause : refuse(readReason(cause), cause);
  }
  yield rest + decoder.end();
}
