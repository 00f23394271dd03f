// A zip as other archivers write it, with every field under the test's control.
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/core/crc32.ts';

export interface Member {
  readonly path: string;
  readonly content?: Uint8Array;
  readonly deflate?: boolean;
  /** Fields that are written in place of the true ones. */
  readonly flags?: number;
  readonly method?: number;
  readonly size?: number;
  readonly crc?: number;
  readonly mode?: number;
  readonly header?: number;
}

export function zipOf(members: readonly Member[], comment = ''): Uint8Array {
  const pieces: Uint8Array[] = [];
  const table: Uint8Array[] = [];
  let offset = 0;
  for (const member of members) {
    const { path, content = new Uint8Array(), deflate = false } = member;
    const name = new TextEncoder().encode(path);
    const stored = deflate ? deflateRawSync(content) : content;
    const {
      flags = 0,
      method = deflate ? 8 : 0,
      size = content.length,
      crc = crc32(content),
      mode = 0o100644,
    } = member;
    const fields = (at: DataView, from: number) => {
      at.setUint16(from, flags, true);
      at.setUint16(from + 2, method, true);
      at.setUint32(from + 8, crc, true);
      at.setUint32(from + 12, stored.length, true);
      at.setUint32(from + 16, size, true);
      at.setUint16(from + 20, name.length, true);
    };
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, 0x04034b50, true);
    fields(local, 6);
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    fields(entry, 8);
    entry.setUint32(38, mode * 2 ** 16, true);
    entry.setUint32(42, member.header ?? offset, true);
    pieces.push(new Uint8Array(local.buffer), name, stored);
    table.push(new Uint8Array(entry.buffer), name);
    offset += 30 + name.length + stored.length;
  }
  const text = new TextEncoder().encode(comment);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, members.length, true);
  end.setUint16(10, members.length, true);
  end.setUint32(
    12,
    table.reduce((sum, piece) => sum + piece.length, 0),
    true,
  );
  end.setUint32(16, offset, true);
  end.setUint16(20, text.length, true);
  const all = Buffer.concat([...pieces, ...table, new Uint8Array(end.buffer), text]);
  return new Uint8Array(all.buffer, all.byteOffset, all.length).slice();
}
