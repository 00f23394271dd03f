// Images damaged where their format stores sizes, counts and types, with corrected checksums.
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import type { Random } from '../../src/core/random.ts';
import { damaged, oneOf } from './damaged-bytes.ts';

const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const limits = [
  0,
  1,
  2,
  3,
  127,
  255,
  256,
  4095,
  16383,
  16384,
  32767,
  32768,
  65535,
  65536,
  2 ** 24,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
];

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

export function pngChunks(png: Uint8Array): Chunk[] {
  const view = Buffer.from(png);
  const chunks: Chunk[] = [];
  for (let at = 8; at + 8 <= view.length; ) {
    const length = view.readUInt32BE(at);
    chunks.push({ type: view.toString('latin1', at + 4, at + 8), data: png.slice(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

/** A PNG of these chunks, each with the correct length and checksum. */
export function pngOf(chunks: readonly Chunk[]): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)];
  for (const { type, data } of chunks) {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    parts.push(length, body, check);
  }
  return joined(parts);
}

/** The first bytes of a PNG's header: width, height, depth, colour type, compression, filter, interlace. */
export function pngHeader(width: number, height: number, ...rest: readonly number[]): Chunk {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([8, 2, 0, 0, 0], 8);
  data.set(rest, 8);
  return { type: 'IHDR', data };
}

const chunkTypes = [
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'iCCP',
  'eXIf',
  'zTXt',
  'acTL',
  'fcTL',
  'fdAT',
  'gAMA',
  'ABCD',
];

function hostilePng(source: Random, png: Uint8Array): Uint8Array {
  const chunks = pngChunks(png);
  const at = source.integer(chunks.length);
  const own = chunks[at]!;
  switch (source.integer(7)) {
    case 0: {
      const data = Buffer.from(chunks[0]!.data);
      data.writeUInt32BE(oneOf(source, limits), oneOf(source, [0, 4]));
      return pngOf(chunks.with(0, { type: 'IHDR', data }));
    }
    case 1: {
      const data = chunks[0]!.data.slice();
      data[8 + source.integer(5)] = oneOf(source, [0, 1, 2, 3, 4, 6, 8, 16, 255]);
      return pngOf(chunks.with(0, { type: 'IHDR', data }));
    }
    case 2:
      return pngOf(chunks.toSpliced(at, 1));
    case 3:
      return pngOf(chunks.toSpliced(source.integer(chunks.length), 0, { ...own, type: oneOf(source, chunkTypes) }));
    case 4:
      return pngOf(chunks.with(at, { type: own.type, data: damaged(source, own.data) }));
    case 5: {
      // Fewer, more or different rows than the header declares, correctly compressed.
      const place = chunks.findIndex(({ type }) => type === 'IDAT');
      const rows = damaged(source, new Uint8Array(inflateSync(chunks[place]!.data)));
      const longer = source.uniform() < 0.3 ? joined([rows, new Uint8Array(1_000_000)]) : rows;
      return pngOf(chunks.with(place, { type: 'IDAT', data: new Uint8Array(deflateSync(longer)) }));
    }
    default:
      // A text or profile that decompresses to a thousand times its size.
      return pngOf(
        chunks.toSpliced(1, 0, {
          type: oneOf(source, ['zTXt', 'iCCP', 'iTXt']),
          data: joined([Buffer.from('a\0\0'), deflateSync(new Uint8Array(4_000_000))]),
        }),
      );
  }
}

/** An extreme number near the beginning of the file, where every format stores its sizes, in either byte order. */
function withLimit(source: Random, bytes: Uint8Array): Uint8Array {
  const view = Buffer.from(bytes);
  const at = source.integer(Math.min(Math.max(view.length - 4, 1), 200));
  const value = oneOf(source, limits);
  if (source.uniform() < 0.5) view[oneOf(source, ['writeUInt16BE', 'writeUInt16LE'] as const)](value & 0xffff, at);
  else view[oneOf(source, ['writeUInt32BE', 'writeUInt32LE'] as const)](value, at);
  return new Uint8Array(view);
}

/** A JPEG segment with another size, removed, duplicated, or of another kind. */
function hostileJpeg(source: Random, jpeg: Uint8Array): Uint8Array {
  const view = Buffer.from(jpeg);
  const segments: (readonly [begin: number, end: number])[] = [];
  for (let at = 2; at + 4 <= view.length && view[at] === 0xff && view[at + 1] !== 0xda; ) {
    const end = at + 2 + view.readUInt16BE(at + 2);
    segments.push([at, end]);
    at = end;
  }
  const [begin, end] = oneOf(source, segments);
  switch (source.integer(5)) {
    case 0: {
      const frame = segments.find(([at]) => view[at]! === 0xff && [0xc0, 0xc1, 0xc2].includes(view[at + 1]!)) ?? [
        begin,
      ];
      view.writeUInt16BE(oneOf(source, limits) & 0xffff, frame[0] + oneOf(source, [5, 7]));
      return new Uint8Array(view);
    }
    case 1:
      return joined([view.subarray(0, begin), view.subarray(end)]);
    case 2:
      return joined([view.subarray(0, end), view.subarray(begin)]);
    case 3:
      view[begin + 1] = oneOf(source, [0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc9, 0xdb, 0xdd, 0xe1, 0xe2, 0xee, 0xfe]);
      return new Uint8Array(view);
    default:
      return joined([view.subarray(0, begin + 4), damaged(source, jpeg.slice(begin + 4, end)), view.subarray(end)]);
  }
}

const isPng = (bytes: Uint8Array): boolean => bytes[0] === 0x89 && bytes[1] === 0x50;
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;

/** One damaged image of some format. */
export function hostileImage(source: Random, image: Uint8Array): Uint8Array {
  const kind = source.uniform();
  if (kind < 0.5 && isPng(image)) return hostilePng(source, image);
  if (kind < 0.5 && isJpeg(image)) return hostileJpeg(source, image);
  if (kind < 0.6) return withLimit(source, image);
  if (kind < 0.65) return image.slice(0, source.integer(image.length));
  return damaged(source, image);
}
