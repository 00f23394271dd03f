// How faces are searched, and the checks of what is asked.
import { MpaferError } from '../core/errors.ts';
import type { Face } from './face.ts';

/** How faces are searched. */
export interface FindOptions {
  /**
   * Side of the smallest box to report, in pixels of the picture (default: 12; given, every size that it needs is searched in full). A picture with a long side below 640 pixels is searched at
   * twice its size, for faces of fewer than 16 pixels, where this is given as less than 24 or where nothing else was found for certain.
   */
  readonly minFace?: number | undefined;
  /** Only the largest faces are reported (default: all). */
  readonly maxFaces?: number | undefined;
  /** Whether faces are searched in four quarter turns even when an upright one was found; without, only when none was found for certain. */
  readonly anyRotation?: boolean | undefined;
  /** The longest side at which the picture is searched (default: 1280); more finds smaller faces in large pictures and takes more memory. */
  readonly firstLevel?: number | undefined;
  /** Stops the search: it throws MpaferError `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** How a frame is searched whose neighbours make up for what it misses. */
export interface LookOptions extends FindOptions {
  /**
   * Whether a picture in which no face is found is left at that, without searching it at twice its size or in other turns (default: false);
   * with `anyRotation` the turns are searched all the same.
   */
  readonly oneLook?: boolean | undefined;
  /** The faces of the frame before: only they are looked for, where they were. */
  readonly follow?: readonly Face[] | undefined;
}

/** What says how faces are searched, besides the signal. */
export const findOptionNames = [
  'minFace',
  'maxFaces',
  'anyRotation',
  'firstLevel',
] as const satisfies readonly (keyof FindOptions)[];

/** In pixels: below it, little is found. */
export const defaultMinFace = 12;

/** Long side of the first level in pixels: one pass over 1280 x 960 takes some 130 MB. */
export const defaultFirstLevel = 1280;

/** @throws MpaferError `usage` */
export function checkFindOptions({ minFace, maxFaces, firstLevel }: FindOptions): void {
  const require = (what: string, value: number | undefined, least: number, whole: boolean) => {
    if (value === undefined || (typeof value === 'number' && value >= least && (!whole || Number.isInteger(value))))
      return;
    throw new MpaferError(
      'usage',
      `Cannot find faces with a ${what} of ${JSON.stringify(value) ?? typeof value}; expected a ${whole ? 'whole ' : ''}number from ${least}`,
    );
  };
  require('smallest face', minFace, 1, false);
  require('largest number of faces', maxFaces, 1, true);
  require('first level', firstLevel, 96, true);
}
