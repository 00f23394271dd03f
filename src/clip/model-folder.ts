// Where a model's files come from: handed in by the platform, a folder on disk or a set of downloads.
import type { WeightFile } from '../safetensors/weight-file.ts';

/** The files of a model, read as they are needed. */
export interface ModelFolder {
  /** What to call it in messages. */
  readonly name: string;
  /** Names of the files in it. Of weight files only those that belong to the model, where the user named one. */
  readonly files: readonly string[];
  /** Looks for a file that a folder may have without listing it: a page cannot list what a server has. */
  offers?(file: string): Promise<boolean>;
  /** A file's bytes, or those from `begin` to `end`. */
  read(file: string, begin?: number, end?: number): Promise<Uint8Array>;
  /** A weight file with its header read and checked, its numbers left where they are. */
  weightFile(file: string): Promise<WeightFile>;
  /** SHA-256, in hex, of the files' concatenated bytes. */
  digest(files: readonly string[]): Promise<string>;
}

/** Whether a file is in the folder, listed or not. */
export const hasFile = async (folder: ModelFolder, file: string): Promise<boolean> =>
  folder.files.includes(file) || ((await folder.offers?.(file)) ?? false);
