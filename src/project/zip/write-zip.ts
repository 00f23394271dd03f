// Writes a zip piece by piece: pictures are compressed already, so files are stored as they are, and the same files give the same bytes.
import { crc32 } from '../../core/crc32.ts';
import { MpaferError } from '../../core/errors.ts';
import { endSize, fileHeaderSize, signatures } from './zip-end.ts';

/** A file to pack; it is read when its turn comes. */
export interface ZipInput {
  readonly path: string;
  read(): Promise<Uint8Array>;
}

/** 1 January 1980, the first day that a zip can name: the same project always gives the same archive. */
const day = 0x0021;

const utf8Names = 1 << 11;
const mostBytes = 0xfffffffe;
const mostFiles = 0xfffe;

/**
 * The pieces of an archive, in order. One file is in memory at a time.
 *
 * @param name what to call the archive in messages
 * @throws MpaferError `disk` for more than 65,534 files or 4 GiB, and whatever reading a file throws
 */
export async function* zipPieces(files: Iterable<ZipInput>, name: string): AsyncGenerator<Uint8Array, void> {
  const table: Uint8Array[] = [];
  let offset = 0;
  const room = (more: number) => {
    if (offset + more <= mostBytes && table.length < mostFiles) return;
    throw new MpaferError('disk', `Cannot write "${name}": a zip holds at most 65,534 files and 4 GiB`, {
      hint: 'Keep the project as a folder',
    });
  };
  for (const { path, read } of files) {
    const content = await read();
    const title = new TextEncoder().encode(path);
    room(fileHeaderSize + title.length + content.length);
    const sizes = { title: title.length, content: content.length, crc: crc32(content) };
    yield fileHeader(sizes, title);
    yield content;
    table.push(tableEntry(sizes, title, offset));
    offset += fileHeaderSize + title.length + content.length;
  }
  const size = table.reduce((sum, entry) => sum + entry.length, 0);
  room(size);
  yield* table;
  const end = new DataView(new ArrayBuffer(endSize));
  end.setUint32(0, signatures.end, true);
  end.setUint16(8, table.length, true);
  end.setUint16(10, table.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, offset, true);
  yield new Uint8Array(end.buffer);
}

interface Sizes {
  readonly title: number;
  readonly content: number;
  readonly crc: number;
}

function fileHeader({ title, content, crc }: Sizes, name: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(fileHeaderSize + title);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signatures.file, true);
  view.setUint16(4, 20, true);
  view.setUint16(6, utf8Names, true);
  view.setUint16(12, day, true);
  view.setUint32(14, crc, true);
  view.setUint32(18, content, true);
  view.setUint32(22, content, true);
  view.setUint16(26, title, true);
  bytes.set(name, fileHeaderSize);
  return bytes;
}

function tableEntry({ title, content, crc }: Sizes, name: Uint8Array, offset: number): Uint8Array {
  const bytes = new Uint8Array(46 + title);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signatures.entry, true);
  view.setUint16(4, 20, true);
  view.setUint16(6, 20, true);
  view.setUint16(8, utf8Names, true);
  view.setUint16(14, day, true);
  view.setUint32(16, crc, true);
  view.setUint32(20, content, true);
  view.setUint32(24, content, true);
  view.setUint16(28, title, true);
  view.setUint32(42, offset, true);
  bytes.set(name, 46);
  return bytes;
}
