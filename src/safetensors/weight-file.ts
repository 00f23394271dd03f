// A safetensors file of weights that stays where it is: its header in memory, its numbers read (or mapped) by whoever needs them.
import { parseHeader, type SafetensorsHeader } from './header.ts';

export interface WeightFile {
  /** The file's name as messages show it. */
  readonly name: string;
  /** Path on disk, the file's bytes, or what fetches them. */
  readonly source: string | Uint8Array | (() => Promise<Uint8Array>);
  readonly header: SafetensorsHeader;
  /** The consecutive pieces that it is served in, where it is not served whole; `source` fetches all of them. */
  readonly pieces?: readonly WeightPiece[] | undefined;
}

/** A piece of a weight file, fetched when one of its weights is needed. */
export interface WeightPiece {
  readonly name: string;
  /** Byte offsets in the whole file. */
  readonly begin: number;
  readonly end: number;
  readonly source: () => Promise<Uint8Array>;
}

/** A weight file from bytes in memory. @throws MpaferError `safetensors` */
export const weightFileOf = (bytes: Uint8Array, name: string): WeightFile => ({
  name,
  source: bytes,
  header: parseHeader(bytes, bytes.length, name),
});
