// Writes a safetensors file into memory; equal content gives equal bytes.
import { bytesOf, type NumericArray, sizeOf } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import { maximumHeaderLength } from './header.ts';
import { storedTypeOf, writingOrder } from './stored-type.ts';

/**
 * The bytes of a safetensors file. Tensors are ordered as the reference writer does it, wide element types first and then by name;
 * metadata by key; the header is padded with spaces to a multiple of eight bytes.
 *
 * @throws MpaferError `safetensors` when an array's length does not fit its shape, or a tensor is called `__metadata__`
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, NumericArray>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const inOrder = Object.entries(tensors).sort(
    ([nameA, a], [nameB, b]) => writingOrder(a.type) - writingOrder(b.type) || (nameA < nameB ? -1 : 1),
  );
  const fields: [string, string][] = [];
  if (Object.keys(metadata).length > 0) fields.push(['__metadata__', metadataText(metadata)]);
  let offset = 0;
  for (const [name, array] of inOrder) {
    checkArray(name, array);
    const end = offset + array.data.byteLength;
    const entry = { dtype: storedTypeOf(array.type), shape: array.shape, data_offsets: [offset, end] };
    fields.push([name, JSON.stringify(entry)]);
    offset = end;
  }
  const header = new TextEncoder().encode(objectText(fields));
  const headerLength = Math.ceil(header.length / 8) * 8;
  if (headerLength > maximumHeaderLength)
    throw new MpaferError(
      'safetensors',
      `Cannot write a header of ${headerLength} bytes, the format's limit is ${maximumHeaderLength}`,
    );

  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(header, 8);
  let at = 8 + headerLength;
  for (const [, { data }] of inOrder) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Joined here and not by JSON.stringify: an object would put names such as "0" first, whatever their order. */
const objectText = (fields: readonly (readonly [string, string])[]): string =>
  `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;

const metadataText = (metadata: Readonly<Record<string, string>>): string =>
  objectText(
    Object.entries(metadata)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, JSON.stringify(value)]),
  );

function checkArray(name: string, { type, shape, data }: NumericArray): void {
  const refuse = (found: string): never => {
    throw new MpaferError('safetensors', `Cannot write tensor ${JSON.stringify(name)}: ${found}`);
  };
  if (name === '__metadata__') refuse('the format keeps this name for itself');
  if (!name.isWellFormed()) refuse('its name holds half a character');
  if (data.BYTES_PER_ELEMENT !== bytesOf[type])
    refuse(`${type} has ${bytesOf[type]} bytes, the array's elements have ${data.BYTES_PER_ELEMENT}`);
  if (data.length !== sizeOf(shape))
    refuse(`shape [${shape}] needs ${sizeOf(shape)} numbers, the array has ${data.length}`);
}
