// Parts of a long file: what an archive is read from without taking all of it into memory.

/** Bytes that can be read in any order. */
export interface ByteSource {
  readonly size: number;
  /** Bytes from `begin` to `end`, exclusive. Throws MpaferError `data` when they cannot be read. */
  read(begin: number, end: number): Promise<Uint8Array>;
}

export const bytesInMemory = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (begin, end) => bytes.subarray(begin, end),
});
