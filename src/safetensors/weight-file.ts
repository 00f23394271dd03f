// A safetensors file of weights that stays where it is: its header in memory, its numbers read (or mapped) by whoever needs them.
import { parseHeader, type SafetensorsHeader } from './header.ts';

export interface WeightFile {
  /** The file's name as messages show it. */
  readonly name: string;
  /** Path on disk, or the file's bytes. */
  readonly source: string | Uint8Array;
  readonly header: SafetensorsHeader;
}

/** A weight file from bytes in memory. @throws MpaferError `safetensors` */
export const weightFileOf = (bytes: Uint8Array, name: string): WeightFile => ({
  name,
  source: bytes,
  header: parseHeader(bytes, bytes.length, name),
});
