// Decompression for Parquet files by the browser's DecompressionStream: gzip only.
import type { Decompressors } from '../../../parquet/codecs.ts';

/** Gzip in pages, for `openDataset` with Parquet files. */
export const browserDecompressors: Decompressors = {
  async GZIP(packed, length) {
    const stream = new Blob([new Uint8Array(packed)]).stream().pipeThrough(new DecompressionStream('gzip'));
    const bytes = new Uint8Array(length);
    const reader = stream.getReader();
    let end = 0;
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new Error(`a page cannot be unpacked (${(cause as Error).message})`, { cause });
      });
      if (done) return bytes.subarray(0, end);
      if (end + value.length > length) {
        await reader.cancel();
        throw new Error(`a page unpacks to more than the ${length} bytes that it declares`);
      }
      bytes.set(value, end);
      end += value.length;
    }
  },
};
