// Small whole numbers as Parquet packs them: runs of one number, and groups of eight in as many bits as the largest needs.
import { type Cursor, readVarint, readWhole, take } from './cursor.ts';

/**
 * The first `count` numbers.
 *
 * @param width bits of a number, 0 to 32
 * @throws Error when there are fewer
 */
export function readRuns(bytes: Uint8Array, width: number, count: number): Uint32Array {
  if (width > 32) throw new Error(`declares numbers of ${width} bits`);
  const numbers = new Uint32Array(count);
  const cursor: Cursor = { bytes, at: 0 };
  for (let seen = 0; seen < count; ) {
    const header = readVarint(cursor);
    const left = count - seen;
    if (header % 2 === 0) {
      const times = Math.min(header / 2, left);
      numbers.fill(readWhole(cursor, Math.ceil(width / 8)), seen, seen + times);
      seen += times;
    } else {
      const packed = ((header - 1) / 2) * 8;
      const times = Math.min(packed, left);
      // The last group may be cut where its numbers are not needed.
      const group = take(cursor, Math.min((packed * width) / 8, bytes.length - cursor.at));
      if (group.length * 8 < times * width) throw new Error('packed numbers are cut short');
      for (let at = 0; at < times; at++) numbers[seen + at] = bitsAt(group, at * width, width);
      seen += times;
    }
  }
  return numbers;
}

function bitsAt(bytes: Uint8Array, first: number, width: number): number {
  let value = 0;
  for (let done = 0; done < width; ) {
    const shift = (first + done) % 8;
    const size = Math.min(8 - shift, width - done);
    value += ((bytes[(first + done) >> 3]! >> shift) & (2 ** size - 1)) * 2 ** done;
    done += size;
  }
  return value;
}
