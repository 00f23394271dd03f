// A checksum inside a safetensors file over all of it: what a disk or a cable changed is noticed, wherever it is.
import type { NumericArray } from '../core/array.ts';
import { crc32 } from '../core/crc32.ts';
import { writeSafetensors } from './write.ts';

/** Key of the metadata that holds the checksum, eight hexadecimal digits; it is taken over the file with zeros in their place. */
export const sealKey = 'crc32';

const open = '00000000';

/** As `writeSafetensors`, with the checksum among the metadata. */
export function writeSealed(
  tensors: Readonly<Record<string, NumericArray>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const bytes = writeSafetensors(tensors, { ...metadata, [sealKey]: open });
  const at = placeOf(bytes, open)!;
  bytes.set(new TextEncoder().encode(crc32(bytes).toString(16).padStart(8, '0')), at);
  return bytes;
}

/**
 * Whether the bytes are those that were written. A file without a checksum is accepted.
 *
 * @param metadata what the file's header says
 * @param keys all others that its format knows: a bit that flips in the checksum's own key makes it one that nobody knows
 */
export function isIntact(
  bytes: Uint8Array,
  metadata: Readonly<Record<string, string>>,
  keys: readonly string[],
): boolean {
  const { [sealKey]: seal, ...others } = metadata;
  if (seal === undefined) return Object.keys(others).every((key) => keys.includes(key));
  const at = placeOf(bytes, seal);
  if (at === undefined || seal.length !== open.length) return false;
  const before = crc32(bytes.subarray(0, at));
  const found = crc32(bytes.subarray(at + open.length), crc32(new TextEncoder().encode(open), before));
  return found === Number.parseInt(seal, 16) && /^[0-9a-f]+$/.test(seal);
}

/** Inside a JSON string quotes are escaped, so this is found as a key and nowhere else. */
function placeOf(bytes: Uint8Array, seal: string): number | undefined {
  const key = new TextEncoder().encode(`"${sealKey}":"${seal}"`);
  const headerEnd = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  for (let at = 8; at + key.length <= headerEnd; at++)
    if (key.every((byte, index) => bytes[at + index] === byte)) return at + key.length - 1 - seal.length;
  return undefined;
}
