// The compressions of Parquet pages: Snappy is read here, others by the host that has them.
import { unpackSnappy } from './snappy.ts';

/**
 * Unpacks one page.
 *
 * @param length how many bytes it unpacks to; producing more must fail, without taking memory for them
 * @throws Error when the bytes are damaged
 */
export type Decompress = (packed: Uint8Array, length: number) => Promise<Uint8Array>;

/** What a host can unpack, by the codec's name in Parquet, e.g. `GZIP` or `ZSTD`. */
export type Decompressors = Readonly<Record<string, Decompress>>;

/** The codecs that can be read with a host's decompressors. */
export const readableCodecs = (decompressors: Decompressors): readonly string[] => [
  'UNCOMPRESSED',
  'SNAPPY',
  ...Object.keys(decompressors),
];

/** Below this a page may unpack to any length; beyond it, to at most `mostRatio` times its size. */
const freeLength = 2 ** 24;
const mostRatio = 1024;

/** @throws Error when the page is damaged, declares an impossible length or unpacks to another one */
export async function unpackPage(
  packed: Uint8Array,
  length: number,
  codec: string,
  decompressors: Decompressors,
): Promise<Uint8Array> {
  if (codec === 'SNAPPY') return unpackSnappy(packed, length);
  if (codec === 'UNCOMPRESSED') {
    if (packed.length !== length) throw new Error(`a page of ${packed.length} bytes declares ${length}`);
    return packed;
  }
  const decompress = Object.hasOwn(decompressors, codec) ? decompressors[codec] : undefined;
  if (decompress === undefined) throw new Error(`a page is compressed with ${codec}`);
  if (length > freeLength && length > mostRatio * packed.length) {
    throw new Error(`a page of ${packed.length} bytes declares ${length}`);
  }
  if (length === 0) return new Uint8Array(0);
  const bytes = await decompress(packed, length);
  if (bytes.length !== length) throw new Error(`a page unpacks to ${bytes.length} bytes but declares ${length}`);
  return bytes;
}
