// Values one after the other, Parquet's PLAIN encoding.
import { type Cursor, readWhole, take } from './cursor.ts';
import type { ParquetType } from './footer.ts';

export type ParquetValue = boolean | number | bigint | Uint8Array;

/** @throws Error when there are fewer than `count`, and for types that no image data set uses */
export function readPlain(bytes: Uint8Array, type: ParquetType, count: number): ParquetValue[] {
  const cursor: Cursor = { bytes, at: 0 };
  const view = (size: number): DataView => {
    const own = take(cursor, count * size);
    return new DataView(own.buffer, own.byteOffset, own.byteLength);
  };
  const many = (next: (at: number) => ParquetValue) => Array.from({ length: count }, (_, at) => next(at));
  switch (type) {
    case 'BYTE_ARRAY':
      if (count > bytes.length / 4) throw new Error(`declares ${count} values but has ${bytes.length} bytes`);
      return many(() => take(cursor, readWhole(cursor, 4)));
    case 'BOOLEAN': {
      const bits = take(cursor, Math.ceil(count / 8));
      return many((at) => ((bits[at >> 3]! >> (at & 7)) & 1) === 1);
    }
    case 'INT32': {
      const numbers = view(4);
      return many((at) => numbers.getInt32(4 * at, true));
    }
    case 'INT64': {
      const numbers = view(8);
      return many((at) => numbers.getBigInt64(8 * at, true));
    }
    case 'FLOAT': {
      const numbers = view(4);
      return many((at) => numbers.getFloat32(4 * at, true));
    }
    case 'DOUBLE': {
      const numbers = view(8);
      return many((at) => numbers.getFloat64(8 * at, true));
    }
    default:
      throw new Error(`values of type ${type} are not read`);
  }
}
