// Standard input as what it is: the bytes of one image, or a list of paths.
import { MpaferError } from '../../core/errors.ts';
import { longestPicture } from '../../recognise/byte-stream.ts';
import { listLines } from './list-lines.ts';
import type { PictureInput } from './picture-inputs.ts';

/**
 * Yields one picture, or the lines of a list.
 *
 * @throws MpaferError `data` when it is an image of more than 512 MB or no list of paths
 */
export async function* inputOrList(input: AsyncIterable<Uint8Array>): AsyncGenerator<PictureInput, void, undefined> {
  const chunks = input[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  let ended = false;
  while (start.length < signatureLength && !ended) {
    const { value, done } = await chunks.next();
    if (done) ended = true;
    else start = Buffer.concat([start, value]);
  }
  const all = async function* () {
    yield start as Uint8Array;
    while (!ended) {
      const { value, done } = await chunks.next();
      if (done) return;
      yield value;
    }
  };
  if (!isImage(start)) {
    yield* listLines('-', all());
    return;
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const part of all()) {
    bytes += part.length;
    if (bytes > longestPicture) {
      throw new MpaferError(
        'data',
        `Cannot read standard input: it is an image of more than ${longestPicture / 2 ** 20} MB`,
      );
    }
    parts.push(new Uint8Array(part));
  }
  yield new File(parts, 'standard input');
}

const signatureLength = 12;

/** JPEG, PNG, GIF, BMP, TIFF, WebP, AVIF and HEIC, by their first bytes; text begins with none of them. */
function isImage(start: Buffer): boolean {
  const text = start.toString('latin1', 0, signatureLength);
  return (
    /^(\xff\xd8\xff|\x89PNG|GIF8[79]a|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftyp)/s.test(text) ||
    // "BM" may begin a word; a bitmap has its size next, with a zero byte in it.
    (text.startsWith('BM') && text.slice(2, 10).includes('\0'))
  );
}
