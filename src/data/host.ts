// What readers need from the machine they run on: folders, bytes, decoded images.
import type { SquareView, ViewedImage } from '../image/square.ts';
import type { Decompressors } from '../parquet/codecs.ts';
import type { ByteSource } from '../project/zip/byte-source.ts';

/** Paths are joined with `/`, which every host understands. */
export interface DataHost {
  /** The content of a folder, in any order. Throws `MpaferError` `data` when there is no such folder. */
  list(folder: string): Promise<readonly { readonly name: string; readonly folder: boolean }[]>;
  /** The bytes of a file. Throws `MpaferError` `data` when it cannot be read. */
  read(path: string): Promise<Uint8Array>;
  /**
   * Decodes a PNG, JPEG ... Throws `MpaferError` `image` that names `name` when the bytes are no image.
   *
   * @param view the square that is wanted of it; a host that cannot reduce it elsewhere gives the whole image
   */
  decode(bytes: Uint8Array, name: string, view?: SquareView): Promise<ViewedImage>;
  /** Reads and decodes an image file in one go, where that is cheaper than `read` and `decode`. Throws as they do. */
  open?(path: string, view?: SquareView): Promise<ViewedImage>;
  /**
   * Checks that an image file can be read, by its size and header, without decoding it. Throws as `read` and `decode` do.
   * Absent where that is not cheaper than reading: images are then checked when they are read.
   */
  probe?(path: string): Promise<void>;
  /** A file in parts, for archives that are read where they are. Absent where files are always read whole. Throws as `read` does. */
  parts?(path: string): Promise<ByteSource>;
  /** Compressions of Parquet pages besides Snappy; a file in any other is refused by name. */
  readonly decompressors?: Decompressors;
}

/** `joinPath('a', 'b', 'c.png')` and `joinPath('a/', 'b', 'c.png')` are `a/b/c.png`; from an empty root, `b/c.png`. */
export const joinPath = (root: string, ...names: readonly string[]): string =>
  (root === '' || /[\\/]$/.test(root) ? root : `${root}/`) + names.join('/');
