// The end of a zip, which says where its table of contents is.
import { MpaferError } from '../../core/errors.ts';
import type { ByteSource } from './byte-source.ts';

export const signatures = { file: 0x04034b50, entry: 0x02014b50, end: 0x06054b50 } as const;

/** Bytes of a file's header, before its name. */
export const fileHeaderSize = 30;

/** Bytes of the end record, before its comment. */
export const endSize = 22;

/** Where the table of contents is. */
export interface ZipEnd {
  readonly count: number;
  readonly begin: number;
  readonly size: number;
}

/** @throws MpaferError `data` for a file that is no zip, or one in parts or beyond 4 GiB */
export async function endOf(source: ByteSource, name: string): Promise<ZipEnd> {
  const refuse = (found: string) => new MpaferError('data', `Cannot read "${name}": ${found}`);
  const begin = Math.max(0, source.size - endSize - 0xffff);
  const tail = await source.read(begin, source.size);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  for (let at = tail.length - endSize; at >= 0; at--) {
    // The comment behind it must reach the end, else this is part of the comment.
    if (view.getUint32(at, true) !== signatures.end || at + endSize + view.getUint16(at + 20, true) !== tail.length) {
      continue;
    }
    const [disk, start, here, count] = [4, 6, 8, 10].map((offset) => view.getUint16(at + offset, true));
    const [size, offset] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) {
      throw refuse('it is a zip of more than 65,534 files or 4 GiB; expected a smaller one, or a folder');
    }
    if (disk !== 0 || start !== 0 || here !== count) throw refuse('it is one part of a zip in parts');
    if (offset + size > begin + at) throw refuse('it is damaged: its table of contents is not where it says');
    return { count: count!, begin: offset, size };
  }
  throw refuse('it is no zip, or its end is missing');
}
