// The compressions of Node's zlib, for Parquet files.
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import type { Decompress, Decompressors } from '../../../parquet/codecs.ts';

type Unpack = (packed: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Uint8Array>;

const limited =
  (unpack: Unpack): Decompress =>
  async (packed, length) => {
    try {
      return await unpack(packed, { maxOutputLength: length });
    } catch (cause) {
      throw new Error(`a page cannot be unpacked (${(cause as Error).message})`, { cause });
    }
  };

export const nodeDecompressors: Decompressors = {
  GZIP: limited(promisify(zlib.gunzip)),
  BROTLI: limited(promisify(zlib.brotliDecompress)),
  // Node has it from 22.15 on.
  ...('zstdDecompress' in zlib && { ZSTD: limited(promisify(zlib.zstdDecompress)) }),
};
