// The files of a project, wherever they are: a folder, a zip, the private files of a tab.
import { MpaferError } from '../core/errors.ts';

/** A file in a project. */
export interface ProjectEntry {
  /** From the project's own folder, with `/`. */
  readonly path: string;
  readonly size: number;
}

/** Reads the files of a project. */
export interface ProjectSource {
  /** Every file below the folder, in any order; none where there is no such folder. */
  files(folder?: string): Promise<readonly ProjectEntry[]>;
  /** Throws MpaferError `data` when it is not there. */
  read(path: string): Promise<Uint8Array>;
}

/** Reads and writes them. */
export interface ProjectFiles extends ProjectSource {
  /** Whole or not at all: after a crash the file has its old content or the new. Throws MpaferError `disk`. */
  write(path: string, content: Uint8Array): Promise<void>;
  /** Removes a file, or a folder and all below it; nothing happens where there is none. */
  remove(path: string): Promise<void>;
}

/**
 * A path that stays inside the project on every system.
 *
 * @throws MpaferError `data` for any other
 */
export function requireInside(path: string, where: string): void {
  const parts = path.split('/');
  const wrong =
    /[\\:\0]/.test(path) ||
    [...path].some((letter) => letter.charCodeAt(0) < 32) ||
    parts.some((part) => part === '' || part === '.' || part === '..' || /[. ]$/.test(part));
  if (!wrong) return;
  throw new MpaferError(
    'data',
    `Cannot read "${where}": it names a file ${JSON.stringify(path)}; expected one inside the project`,
  );
}
