// Caches features in the user's cache folder. A cache that cannot be read or written costs time but never fails a run.
import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { FeatureStore } from '../../../recognise/feature-store.ts';
import { writeFile } from './write-file.ts';

/** `MPAFER_CACHE`, else `mpafer` in the user's cache folder. */
export const cacheFolder = (): string =>
  process.env.MPAFER_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'mpafer');

export function featureFolder(folder: string = join(cacheFolder(), 'features')): FeatureStore {
  const file = (key: string) => join(folder, `${key}.safetensors`);
  return {
    read: (key) => readFile(file(key)).catch(() => undefined),
    async write(key, bytes) {
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(file(key), bytes);
      } catch {
        // On a full or read-only disk, the next run computes them again.
      }
    },
  };
}
