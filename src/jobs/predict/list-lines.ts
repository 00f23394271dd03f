// Reads a list of paths line by line: UTF-8 or UTF-16, with or without a byte order mark, quoted or not.
import { createReadStream } from 'node:fs';
import { MpaferError } from '../../core/errors.ts';
import { readReason } from '../../platform/node/files/read-reason.ts';

/** The name of a list that comes from standard input. */
const standardInput = '-';

/** Longer than any valid path: a file with longer lines is not a list of paths. */
const longestLine = 65_536;

/**
 * Yields the lines that are not empty, without the quotes around them.
 *
 * @param list path of a text file, or `-` for standard input
 * @param input standard input
 * @throws MpaferError `data` when the list cannot be read or is not a list of paths
 */
export async function* listLines(
  list: string,
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  const refuse = (found: string, cause?: unknown) =>
    new MpaferError('data', `Cannot read the list of images "${list}": ${found}`, { cause });
  let decoder: TextDecoder | undefined;
  let [rest, number] = ['', 1];
  try {
    for await (const bytes of list === standardInput ? input : createReadStream(list)) {
      decoder ??= new TextDecoder(encodingOf(bytes));
      const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = parts.pop()!;
      for (const part of parts) yield* pathOf(part);
      number += parts.length;
      if (rest.length > longestLine) {
        throw refuse(`line ${number} has more than ${longestLine} characters; expected one path per line`);
      }
    }
  } catch (cause) {
    throw cause instanceof MpaferError ? cause : refuse(readReason(cause), cause);
  }
  yield* pathOf(rest + (decoder?.decode() ?? ''));
}

/** From the byte order mark, which `TextDecoder` then skips. PowerShell writes UTF-16. */
const encodingOf = ([first, second]: Uint8Array): string => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
};

/** A path, or nothing where the line is empty. Spreadsheets and shells put quotes around paths. */
function* pathOf(line: string): Generator<string> {
  const text = line.replace(/\r$/, '');
  const path = /^"(.*)"$/.exec(text.trim())?.[1]?.replaceAll('""', '"') ?? text;
  if (path !== '') yield path;
}
