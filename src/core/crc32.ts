// CRC-32 as PNG and gzip have it: notices every flipped bit, and any damage within 32 bits of each other.

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/**
 * From 0 to 2^32 - 1.
 *
 * @param before that of the bytes that come before these, 0 where none do
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let value = ~before;
  for (let at = 0; at < bytes.length; at++) value = (value >>> 8) ^ table[(value ^ bytes[at]!) & 255]!;
  return ~value >>> 0;
}
