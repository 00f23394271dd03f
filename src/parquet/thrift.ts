// Thrift's compact protocol, which Parquet's metadata uses. No count is trusted: memory use is bounded by the bytes read.
import { bigVarint, type Cursor, readVarint, take } from './cursor.ts';

export type ThriftValue = boolean | number | Uint8Array | readonly ThriftValue[] | ThriftStruct;

/** Fields by their numbers. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

const [stop, yes, no, byte, i16, i32, i64, double, binary, list, struct] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12];
/** Parquet's own metadata is six levels deep. */
const deepest = 32;

/** @throws Error for what is cut short or of no kind that Parquet uses */
export function readStruct(cursor: Cursor, depth = 0): ThriftStruct {
  if (depth > deepest) throw new Error('its metadata is nested too deep');
  const fields = new Map<number, ThriftValue>();
  let field = 0;
  for (;;) {
    const head = take(cursor, 1)[0]!;
    const type = head & 15;
    if (type === stop) return fields;
    field = head >> 4 === 0 ? zigzag(cursor) : field + (head >> 4);
    fields.set(field, type === yes || type === no ? type === yes : readValue(cursor, type, depth));
  }
}

function readValue(cursor: Cursor, type: number, depth: number): ThriftValue {
  switch (type) {
    // In a list; the value of a field is in its type.
    case yes:
    case no:
      return take(cursor, 1)[0] === yes;
    case byte:
      return (take(cursor, 1)[0]! << 24) >> 24;
    case i16:
    case i32:
    case i64:
      return zigzag(cursor);
    case double: {
      const bytes = take(cursor, 8);
      return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
    }
    case binary:
      return take(cursor, readVarint(cursor));
    case list:
      return readList(cursor, depth + 1);
    case struct:
      return readStruct(cursor, depth + 1);
    default:
      throw new Error(`its metadata has a field of kind ${type}`);
  }
}

function readList(cursor: Cursor, depth: number): readonly ThriftValue[] {
  if (depth > deepest) throw new Error('its metadata is nested too deep');
  const head = take(cursor, 1)[0]!;
  const length = head >> 4 === 15 ? readVarint(cursor) : head >> 4;
  const items: ThriftValue[] = [];
  // Each takes a byte or more, so a list that declares too many ends with the bytes.
  while (items.length < length) items.push(readValue(cursor, head & 15, depth));
  return items;
}

function zigzag(cursor: Cursor): number {
  const folded = bigVarint(cursor);
  const value = (folded >> 1n) ^ -(folded & 1n);
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error(`declares ${value}`);
  return number;
}

const missing = (field: number) => new Error(`field ${field} of its metadata is missing or of another kind`);

/** A whole number from 0 on. @throws Error when there is none */
export function countOf(fields: ThriftStruct, field: number): number {
  const value = fields.get(field);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw missing(field);
  return value;
}

/** @throws Error when there is none */
export function structOf(fields: ThriftStruct, field: number): ThriftStruct {
  const value = fields.get(field);
  if (!(value instanceof Map)) throw missing(field);
  return value;
}

/** @throws Error when there is none, or one of other items */
export function structsOf(fields: ThriftStruct, field: number): readonly ThriftStruct[] {
  return listOf(fields, field).map((item) => {
    if (!(item instanceof Map)) throw missing(field);
    return item as ThriftStruct;
  });
}

/** @throws Error when there is none */
export function listOf(fields: ThriftStruct, field: number): readonly ThriftValue[] {
  const value = fields.get(field);
  if (!Array.isArray(value)) throw missing(field);
  return value as readonly ThriftValue[];
}

/** @throws Error when it is no text */
export function textOf(value: ThriftValue | undefined): string {
  if (!(value instanceof Uint8Array)) throw new Error('a text of its metadata is missing or of another kind');
  return new TextDecoder().decode(value);
}
