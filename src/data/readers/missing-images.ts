// Refuses a label file that names images which are not there.
import { MpaferError } from '../../core/errors.ts';

/** Throws `data` naming the first missing image and how many are missing. */
export function refuseMissingImages(
  labelFile: string,
  folder: string,
  named: readonly string[],
  present: readonly string[],
) {
  const there = new Set(present);
  const missing = named.filter((name) => !there.has(name));
  if (missing.length === 0) return;
  throw new MpaferError(
    'data',
    `Cannot open "${folder}": "${labelFile}" names ${named.length} images and ${missing.length} of them ${missing.length === 1 ? 'is' : 'are'} not there, the first is "${missing[0]}"`,
    { hint: 'Unpack the images again, or take their lines out of the label file' },
  );
}
