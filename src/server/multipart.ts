// Reads the parts of a `multipart/form-data` body (RFC 7578), which is in memory as a whole. File names are never looked at.
import { Problem } from './problem.ts';

export interface Part {
  readonly name: string;
  /** Whether the form sent it as a file. */
  readonly isFile: boolean;
  /** A view of the body. */
  readonly content: Uint8Array;
}

/** Headers of a part are a few hundred bytes. */
const longestHeaders = 8192;

/**
 * Splits a body into its parts.
 *
 * @param most parts; more end the reading
 * @throws Problem `malformed-body`, `too-many-pictures`
 */
export function multipartParts(body: Uint8Array, boundary: string, most: number): readonly Part[] {
  const refuse = (found: string): never => {
    throw new Problem('malformed-body', `Cannot read the multipart body: ${found}`);
  };
  const line = ascii(`--${boundary}`);
  const nextLine = ascii(`\r\n--${boundary}`);
  const parts: Part[] = [];
  // What is before the first boundary belongs to no part.
  let at = startsAt(body, line, 0) ? 0 : indexOf(body, nextLine, 0) + 2;
  if (at < 2 && !startsAt(body, line, 0)) return refuse('its boundary does not occur');
  while (true) {
    at += line.length;
    if (body[at] === dash && body[at + 1] === dash) return parts;
    while (body[at] === space || body[at] === tab) at++;
    if (body[at] !== carriageReturn || body[at + 1] !== lineFeed) return refuse('a boundary does not end its line');
    if (parts.length === most) {
      throw new Problem('too-many-pictures', `Cannot read the multipart body: it has more than ${most} parts`);
    }
    // The blank line may follow the boundary at once, so the search starts at the end of the boundary's line.
    const blank = indexOf(body.subarray(0, at + longestHeaders), blankLine, at);
    if (blank < 0) return refuse(`the headers of part ${parts.length + 1} do not end`);
    const headers = new TextDecoder().decode(body.subarray(at + 2, blank));
    const begin = blank + blankLine.length;
    const end = indexOf(body, nextLine, begin - 2);
    if (end < 0) return refuse(`part ${parts.length + 1} does not end`);
    const { name, isFile } = disposition(headers);
    if (name === undefined) return refuse(`part ${parts.length + 1} has no name`);
    parts.push({ name, isFile, content: body.subarray(begin, Math.max(begin, end)) });
    at = end + 2;
  }
}

/** The boundary that a content type names; undefined where it names none that is valid. */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  return quoted ?? plain;
}

/** Of `Content-Disposition: form-data; name="image"; filename="face.jpg"`. */
function disposition(headers: string): { readonly name: string | undefined; readonly isFile: boolean } {
  const [, value = ''] = /^content-disposition:\s*form-data(.*)$/im.exec(headers) ?? [];
  const [, quoted, plain] = /;\s*name=(?:"([^"]*)"|([^\s;"]+))/i.exec(value) ?? [];
  return { name: quoted ?? plain, isFile: /;\s*filename\*?=/i.test(value) };
}

const [dash, space, tab, carriageReturn, lineFeed] = [0x2d, 0x20, 0x09, 0x0d, 0x0a];

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const blankLine = ascii('\r\n\r\n');

function startsAt(bytes: Uint8Array, sought: Uint8Array, at: number): boolean {
  for (let index = 0; index < sought.length; index++) if (bytes[at + index] !== sought[index]) return false;
  return true;
}

/**
 * -1 where it does not occur from `from` on. A boundary has one carriage return, its first character, so that no body is looked at
 * more than twice, whatever is in it.
 */
function indexOf(bytes: Uint8Array, sought: Uint8Array, from: number): number {
  const [first, last] = [sought[0]!, bytes.length - sought.length];
  for (let at = from; at <= last; at++) if (bytes[at] === first && startsAt(bytes, sought, at)) return at;
  return -1;
}
