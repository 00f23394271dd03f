// The header of a safetensors file, read strictly: where each tensor is.
import { MpaferError } from '../core/errors.ts';
import { standInOf } from '../core/stand-in.ts';
import { bitsOf, isStoredType, type StoredType } from './stored-type.ts';
import { parseStrictJson, type StrictJson } from './strict-json.ts';

/** A tensor in a file: `begin` and `end` are byte offsets from the file's start. */
export interface TensorEntry {
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** Bytes of the header's text; the data starts at `8 + headerLength`. */
  readonly headerLength: number;
}

/** The format's cap on the header's text. */
export const maximumHeaderLength = 100_000_000;
/** header > tensor > shape is three levels; the fourth leaves room for a field that a later version of the format may add. */
const maximumDepth = 4;

export const refuseFile = (name: string, found: string): never => {
  throw new MpaferError('safetensors', `Cannot read "${name}": ${found}`);
};

/**
 * How many bytes of header text follow the first eight.
 *
 * @param bytes the file's first eight bytes, or more
 * @throws MpaferError `safetensors` when the file is too short for what it announces
 */
export function headerLengthOf(bytes: Uint8Array, fileLength: number, name: string): number {
  if (fileLength < 8 || bytes.length < 8)
    refuseFile(name, `it has ${fileLength} bytes, a safetensors file has 8 or more`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = view.getBigUint64(0, true);
  if (length > maximumHeaderLength) {
    const standIn = standInOf(bytes);
    if (standIn !== undefined) {
      throw new MpaferError('safetensors', `Cannot read "${name}": ${standIn.found}`, { hint: standIn.hint });
    }
    refuseFile(
      name,
      `header length is ${length} bytes; expected ${maximumHeaderLength} or less: is it a safetensors file?`,
    );
  }
  if (Number(length) > fileLength - 8)
    refuseFile(
      name,
      `header length is ${length} bytes, but only ${fileLength - 8} bytes follow; the file is cut short or damaged`,
    );
  return Number(length);
}

/**
 * Reads and checks a header: every rule of the format, so that later reads need no check of their own.
 *
 * @param bytes the file's beginning, header included (or the whole file)
 * @param fileLength length of the whole file in bytes
 * @param name what to call the file in messages
 * @throws MpaferError `safetensors`, and nothing else, whatever the bytes are
 */
export function parseHeader(bytes: Uint8Array, fileLength: number, name: string): SafetensorsHeader {
  const headerLength = headerLengthOf(bytes, fileLength, name);
  if (bytes.length < 8 + headerLength)
    refuseFile(name, `only ${bytes.length} bytes of ${8 + headerLength} were handed over`);
  const fields = readFields(bytes.subarray(8, 8 + headerLength), name);
  const start = 8 + headerLength;
  let metadata: Record<string, string> = {};
  const entries: [string, TensorEntry][] = [];
  for (const [key, value] of fields) {
    if (key === '__metadata__') metadata = readMetadata(value, name);
    else entries.push([key, readEntry(key, value, start, fileLength, name)]);
  }
  checkCover(entries, start, fileLength, name);
  return { metadata, tensors: new Map(entries), headerLength };
}

function readFields(text: Uint8Array, name: string): ReadonlyMap<string, StrictJson> {
  if (text[0] !== 0x7b) refuseFile(name, 'header does not begin with "{"');
  let fields: StrictJson;
  try {
    fields = parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(text), maximumDepth);
  } catch (error) {
    // A TypeError is the decoder's; a SyntaxError is the parser's and says where.
    return refuseFile(
      name,
      error instanceof SyntaxError ? `header is not valid: ${error.message}` : 'header is not UTF-8',
    );
  }
  return fields instanceof Map ? fields : refuseFile(name, 'header is not an object');
}

function readMetadata(value: StrictJson, name: string): Record<string, string> {
  if (value === null) return {};
  if (!(value instanceof Map)) return refuseFile(name, '"__metadata__" is not an object');
  for (const [key, text] of value)
    if (typeof text !== 'string') refuseFile(name, `metadata ${JSON.stringify(key)} is not a string`);
  return Object.fromEntries(value);
}

function readEntry(key: string, value: StrictJson, start: number, fileLength: number, name: string): TensorEntry {
  const refuse = (found: string): never => refuseFile(name, `tensor ${JSON.stringify(key)} ${found}`);
  if (!(value instanceof Map)) return refuse('is not an object');
  const dtype = value.get('dtype');
  const shape = value.get('shape');
  const offsets = value.get('data_offsets');
  if (typeof dtype !== 'string' || !isStoredType(dtype))
    return refuse(`has unknown dtype ${JSON.stringify(dtype) ?? '(none)'}`);
  if (!isLengths(shape)) return refuse('has a shape that is not a list of whole numbers');
  if (!isLengths(offsets) || offsets.length !== 2) return refuse('has data_offsets that are not two whole numbers');
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > fileLength - start)
    refuse(`is at bytes ${begin} to ${end} of the data, which has ${fileLength - start} bytes`);
  let bits: number = bitsOf[dtype];
  for (const length of shape) {
    bits *= length;
    if (!Number.isSafeInteger(bits)) refuse(`has shape [${shape}], which is too large to count`);
  }
  if (bits !== (end - begin) * 8)
    refuse(`has shape [${shape}] of ${dtype}, which needs ${bits / 8} bytes, but ${end - begin} are stored`);
  return { dtype, shape, begin: start + begin, end: start + end };
}

const isLengths = (value: StrictJson | undefined): value is readonly number[] =>
  Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= 0);

/** The format wants the data covered from first to last byte, each byte by one tensor. */
function checkCover(entries: readonly [string, TensorEntry][], start: number, fileLength: number, name: string): void {
  const inOrder = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let covered = start;
  for (const [key, { begin, end }] of inOrder) {
    if (begin !== covered)
      refuseFile(
        name,
        `tensor ${JSON.stringify(key)} ${begin < covered ? 'overlaps the one before it' : 'leaves a hole before it'}`,
      );
    covered = end;
  }
  if (covered !== fileLength)
    refuseFile(name, `the tensors end at byte ${covered}, but the file has ${fileLength} bytes`);
}
